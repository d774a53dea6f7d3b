package dev.pixstream.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of envelopes, with certificates that pixstream certs made. */
final class XmlTest {
  private static final String ENVELOPE =
      "<Envelope xmlns=\"https://www.bcb.gov.br/pi/pacs.008/1.16\"><AppHdr><Sgntr/></AppHdr>"
          + "<Document><Amt>10.00</Amt></Document></Envelope>";

  @TempDir private Path directory = Path.of("");

  @BeforeEach
  void makeFiles() throws IOException {
    assertEquals(0, Run.of(directory, "certs", file("certs"), "12345678", "87654321").status());
    Files.writeString(directory.resolve("sent.xml"), ENVELOPE);
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  private Run sign(String key, String certificate, String... more) {
    var command =
        List.of(
            "xml",
            "sign",
            file("sent.xml"),
            "--key",
            file("certs/" + key + "-signing.key"),
            "--cert",
            file("certs/" + certificate + "-signing.pem"));
    return Run.of(
        directory, Stream.concat(command.stream(), Stream.of(more)).toArray(String[]::new));
  }

  private Run verify(String... more) {
    var command =
        List.of(
            "xml",
            "verify",
            file("signed.xml"),
            "--cert",
            file("certs/87654321-signing.pem"),
            "--cert",
            file("certs/12345678-signing.pem"));
    return Run.of(
        directory, Stream.concat(command.stream(), Stream.of(more)).toArray(String[]::new));
  }

  @Test
  @Tag("icom.9")
  void a_signed_envelope_is_valid_and_shows_its_bytes() {
    assertEquals(0, sign("12345678", "12345678", "--output", file("signed.xml")).status());

    var verified = verify("--bytes");

    assertEquals(0, verified.status(), verified::err);
    for (var part : List.of("KeyInfo  ok", "AppHdr   ok", "Document ok", "value    ok")) {
      assertTrue(verified.out().contains(part + System.lineSeparator()), verified::out);
    }
    assertTrue(verified.out().contains("signed with the certificate of CN=12345678"));
    assertTrue(verified.out().contains("><Amt>10.00</Amt></Document>"), verified::out);
  }

  @Test
  @Tag("icom.9")
  void the_part_that_was_changed_is_named() throws IOException {
    var signed = sign("12345678", "12345678").out().replace("10.00", "10.01");
    Files.writeString(directory.resolve("signed.xml"), signed.strip());

    var verified = verify();

    assertEquals(1, verified.status());
    assertTrue(verified.out().contains("AppHdr   ok"), verified::out);
    assertTrue(verified.out().contains("Document FAILS: it is not what was signed"), verified::out);
  }

  @Test
  @Tag("icom.9")
  void mistakes_are_one_line_each() {
    var noKey = sign("87654321", "12345678");
    var unsigned =
        Run.of(
            directory,
            "xml",
            "verify",
            file("sent.xml"),
            "--cert",
            file("certs/12345678-signing.pem"));
    var noFile = Run.of(directory, "xml", "verify", file("none"), "--cert", file("certs/ca.pem"));
    var noCertificate =
        Run.of(directory, "xml", "verify", file("sent.xml"), "--cert", file("sent.xml"));

    for (var run : List.of(noKey, unsigned, noFile, noCertificate)) {
      assertEquals(1, run.status());
      assertEquals(1, run.errLines().size(), run::err);
    }
    assertTrue(noKey.err().contains("is not the key of"), noKey::err);
    assertTrue(unsigned.err().contains("Sgntr has no signature"), unsigned::err);
    assertTrue(noFile.err().contains("there is no file"), noFile::err);
    assertTrue(noCertificate.err().contains("no certificate in PEM"), noCertificate::err);
  }
}
