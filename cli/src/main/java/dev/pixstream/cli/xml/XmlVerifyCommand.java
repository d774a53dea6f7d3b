package dev.pixstream.cli.xml;

import dev.pixstream.cli.terminal.CommandFailure;
import dev.pixstream.cli.terminal.Converters;
import dev.pixstream.cli.terminal.Version;
import dev.pixstream.server.dialect.icom.xml.EnvelopeException;
import dev.pixstream.server.dialect.icom.xml.SpiSignature;
import dev.pixstream.server.security.InvalidSecurityException;
import dev.pixstream.server.security.tokens.Pem;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Verifies the signature of an envelope, and says which of its references fails. */
@Command(
    name = "verify",
    description =
        "Verifies the signature of an envelope, and says which of its three references fails.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class XmlVerifyCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      converter = Converters.OfPath.class,
      description = "The signed envelope.")
  private Path file = Path.of("");

  @Option(
      names = "--cert",
      paramLabel = "FILE",
      required = true,
      converter = Converters.OfPath.class,
      description =
          "Certificates that may have signed, PEM; several times, or several in one file.")
  private List<Path> certificates = List.of();

  @Option(names = "--bytes", description = "Shows the canonical bytes that each reference digests.")
  private boolean bytes;

  @Override
  public Integer call() {
    var envelope = XmlFiles.envelope(file);
    SpiSignature.Verdict verdict;
    try {
      verdict =
          SpiSignature.verify(
              envelope, certificates.stream().flatMap(path -> read(path).stream()).toList());
    } catch (EnvelopeException e) {
      throw CommandFailure.failed(file + ": " + e.getMessage());
    } catch (InvalidSecurityException e) {
      throw CommandFailure.failed(String.valueOf(e.getMessage()));
    }
    tell(verdict);
    return verdict.valid() ? 0 : 1;
  }

  private static List<X509Certificate> read(Path path) {
    return Pem.certificates(path, XmlFiles.text(path));
  }

  private void tell(SpiSignature.Verdict verdict) {
    var out = spec.commandLine().getOut();
    for (var part : verdict.parts()) {
      out.println(
          "%-8s %s"
              .formatted(part.name(), part.valid() ? "ok" : "FAILS: it is not what was signed"));
      if (bytes) {
        out.println(part.canonical());
      }
    }
    boolean parts = verdict.parts().stream().allMatch(SpiSignature.Part::valid);
    if (parts) {
      out.println(
          "value    "
              + (verdict.valid() ? "ok" : "FAILS: another key signed than this certificate's"));
    }
    out.println(
        "signed with the certificate of " + verdict.certificate().getSubjectX500Principal());
    out.flush();
  }
}
