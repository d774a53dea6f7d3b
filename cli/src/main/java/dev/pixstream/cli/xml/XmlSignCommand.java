package dev.pixstream.cli.xml;

import dev.pixstream.cli.terminal.CommandFailure;
import dev.pixstream.cli.terminal.Converters;
import dev.pixstream.cli.terminal.Version;
import dev.pixstream.server.dialect.icom.xml.EnvelopeException;
import dev.pixstream.server.dialect.icom.xml.SpiSignature;
import dev.pixstream.server.security.InvalidSecurityException;
import dev.pixstream.server.security.tokens.Pem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Signs an envelope. */
@Command(
    name = "sign",
    description = "Signs an envelope as the SPI wants it, in the place of a signature it has.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class XmlSignCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      converter = Converters.OfPath.class,
      description = "The envelope; its AppHdr has an element Sgntr.")
  private Path file = Path.of("");

  @Option(
      names = "--key",
      paramLabel = "FILE",
      required = true,
      converter = Converters.OfPath.class,
      description = "The private key of RSA, PEM (PKCS #8).")
  private Path key = Path.of("");

  @Option(
      names = "--cert",
      paramLabel = "FILE",
      required = true,
      converter = Converters.OfPath.class,
      description = "Its certificate, PEM.")
  private Path certificate = Path.of("");

  @Option(
      names = "--output",
      paramLabel = "FILE",
      converter = Converters.OfPath.class,
      description = "Where the signed envelope goes, a new file. Default: stdout.")
  private Optional<Path> output = Optional.empty();

  @Override
  public Integer call() {
    var envelope = XmlFiles.envelope(file);
    byte[] signed;
    try {
      var signer = Pem.certificates(certificate, XmlFiles.text(certificate)).getFirst();
      var secret = Pem.privateKey(key, XmlFiles.text(key));
      if (!Pem.match(signer, secret)) {
        throw CommandFailure.failed(key + " is not the key of " + certificate);
      }
      SpiSignature.sign(envelope, secret, signer);
      signed = envelope.bytes();
    } catch (EnvelopeException e) {
      throw CommandFailure.failed(file + ": " + e.getMessage());
    } catch (InvalidSecurityException e) {
      throw CommandFailure.failed(String.valueOf(e.getMessage()));
    }
    output.ifPresentOrElse(to -> write(to, signed), () -> print(signed));
    return 0;
  }

  private static void write(Path to, byte[] signed) {
    try {
      Files.write(to, signed, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw CommandFailure.failed(to + " is there already");
    } catch (IOException e) {
      throw CommandFailure.failed("can't write " + to + ": " + e.getMessage());
    }
  }

  private void print(byte[] signed) {
    var out = spec.commandLine().getOut();
    out.println(new String(signed, StandardCharsets.UTF_8));
    out.flush();
  }
}
