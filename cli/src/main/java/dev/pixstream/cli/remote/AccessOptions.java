package dev.pixstream.cli.remote;

import dev.pixstream.cli.terminal.CommandFailure;
import dev.pixstream.cli.terminal.Converters;
import dev.pixstream.cli.terminal.SecretFile;
import dev.pixstream.client.PemTls;
import dev.pixstream.client.PixAccess;
import dev.pixstream.core.text.NotUtf8Exception;
import dev.pixstream.core.text.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Option;

/** What a server is shown, and which servers are believed. */
public final class AccessOptions {

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      converter = Converters.OfPath.class,
      description = "The authorities of the server's certificate, PEM. Default: Java's own.")
  private Optional<Path> ca = Optional.empty();

  @Option(
      names = "--cert",
      paramLabel = "FILE",
      converter = Converters.OfPath.class,
      description = "A client certificate, PEM; with --key.")
  private Optional<Path> cert = Optional.empty();

  @Option(
      names = "--key",
      paramLabel = "FILE",
      converter = Converters.OfPath.class,
      description = "Its private key, PEM (PKCS #8).")
  private Optional<Path> key = Optional.empty();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      converter = Converters.OfPath.class,
      description = "A file with a bearer token, read again for each request.")
  private Optional<Path> tokenFile = Optional.empty();

  @Option(
      names = "--api-key-file",
      paramLabel = "FILE",
      converter = Converters.OfPath.class,
      description = "A file with a key, read again for each request.")
  private Optional<Path> apiKeyFile = Optional.empty();

  /**
   * What was chosen.
   *
   * @throws CommandFailure if files are missing or do not fit together
   */
  public PixAccess access() {
    if (tokenFile.isPresent() && apiKeyFile.isPresent()) {
      throw CommandFailure.usage("--token-file or --api-key-file, not both");
    }
    var access = tls().map(PixAccess.NONE::tls).orElse(PixAccess.NONE);
    if (tokenFile.isPresent()) {
      access = access.token(secret(tokenFile.get()));
    }
    return apiKeyFile.isPresent() ? access.apiKey(secret(apiKeyFile.get())) : access;
  }

  private Optional<SSLContext> tls() {
    if (cert.isPresent() != key.isPresent()) {
      throw CommandFailure.usage("--cert and --key go together");
    }
    if (Stream.of(ca, cert).noneMatch(Optional::isPresent)) {
      return Optional.empty();
    }
    key.ifPresent(SecretFile::warnIfOpen);
    try {
      var own = cert.flatMap(certificate -> key.map(its -> new PemTls.Own(certificate, its)));
      return Optional.of(PemTls.context(ca, own));
    } catch (IOException e) {
      throw CommandFailure.failed("can't use the certificates: " + reason(e));
    }
  }

  private static Supplier<String> secret(Path file) {
    Supplier<String> reading = () -> read(file);
    var _ = reading.get();
    SecretFile.warnIfOpen(file);
    return reading;
  }

  private static String read(Path file) {
    try {
      var text = TextFile.read(file).strip();
      if (!text.matches("[\\x21-\\x7e]+")) {
        throw CommandFailure.failed(file + " does not hold one word");
      }
      return text;
    } catch (NotUtf8Exception e) {
      throw CommandFailure.failed(file + " " + e.getMessage());
    } catch (IOException e) {
      throw CommandFailure.failed("can't read " + reason(e));
    }
  }

  private static String reason(IOException failure) {
    return String.valueOf(failure.getMessage());
  }
}
