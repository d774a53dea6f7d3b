package dev.pixstream.cli.security;

import dev.pixstream.cli.terminal.CommandFailure;
import dev.pixstream.cli.terminal.Converters;
import dev.pixstream.cli.terminal.Version;
import dev.pixstream.core.model.Ispb;
import dev.pixstream.core.text.PrivateOutput;
import dev.pixstream.server.security.tls.CertificateAuthority;
import dev.pixstream.server.security.tls.CertificateAuthority.Issued;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import javax.security.auth.x500.X500Principal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes certificates for trials. */
@Command(
    name = "certs",
    description = "Makes a test authority, with certificates for a server and for clients.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "DIR gets ca.pem, server.pem, server.key, admin.pem, admin.key and for each ISPB a",
      "certificate and a key. The authority's own key is thrown away: nothing can be added.",
      "",
      "Examples:",
      "  pixstream certs certs 12345678",
      "  pixstream serve --tls-cert certs/server.pem --tls-key certs/server.key \\",
      "      --client-ca certs/ca.pem --client-admins admin",
      "  pixstream collect 12345678 --url https://localhost:8080 --ca certs/ca.pem \\",
      "      --cert certs/12345678.pem --key certs/12345678.key"
    })
public final class CertsCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "DIR",
      converter = Converters.OfPath.class,
      description = "Where the files go. None of them may be there already.")
  private Path directory = Path.of("");

  @Parameters(
      index = "1..*",
      paramLabel = "ISPB",
      converter = Converters.OfIspb.class,
      description = "Whom to make client certificates for.")
  private List<Ispb> ispbs = List.of();

  @Option(
      names = "--server-name",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "localhost,127.0.0.1",
      description = "Names and addresses of the server. Default: localhost,127.0.0.1.")
  private List<String> serverNames = List.of();

  @Option(
      names = "--valid",
      paramLabel = "TIME",
      defaultValue = "90d",
      converter = Converters.OfValidity.class,
      description = "For how long, 1s to 36500d. Default: 90d.")
  private Duration valid = Duration.ZERO;

  @Override
  public Integer call() {
    var ca = CertificateAuthority.create("PixStream test CA", valid);
    try {
      Files.createDirectories(directory);
      write("ca.pem", ca.own().certificatePem());
      write("server", ca.server(serverNames, valid));
      write("admin", ca.client(new X500Principal("CN=admin"), valid));
      for (var ispb : ispbs) {
        var subject = new X500Principal("CN=" + ispb.value());
        write(ispb.value(), ca.client(subject, valid));
        write(ispb.value() + "-signing", ca.signing(subject, valid));
      }
    } catch (FileAlreadyExistsException e) {
      throw CommandFailure.failed(e.getMessage() + " is there already; choose another folder");
    } catch (IOException | IllegalArgumentException e) {
      throw CommandFailure.failed("can't make the certificates: " + e.getMessage());
    }
    var out = spec.commandLine().getOut();
    out.println(
        String.format(
            Locale.ROOT,
            "wrote certificates for a server, an admin and %d clients to %s; for tests only",
            ispbs.size(),
            directory));
    out.flush();
    return 0;
  }

  private void write(String name, Issued issued) throws IOException {
    PrivateOutput.writeNew(directory.resolve(name + ".key"), issued.keyPem());
    write(name + ".pem", issued.certificatePem());
  }

  /** Never over a file that is there. */
  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text, StandardOpenOption.CREATE_NEW);
  }
}
