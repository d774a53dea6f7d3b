package dev.pixstream.server.dialect.icom.xml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.server.security.tls.CertificateAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The SPI's profile of XML signatures, made here and checked by libxml2 and OpenSSL. */
final class SpiSignatureTest {
  private static final String ENVELOPE =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <Envelope xmlns="https://www.bcb.gov.br/pi/pacs.008/1.16">
        <AppHdr>
          <Fr><FIId><FinInstnId><Othr><Id>12345678</Id></Othr></FinInstnId></FIId></Fr>
          <BizMsgIdr>M1234567800000000000000000000001</BizMsgIdr>
          <Sgntr/>
        </AppHdr>
        <Document><Nm b="2" a="José &amp; filhos">x</Nm><Amt Ccy="BRL">10.00</Amt></Document>
      </Envelope>
      """;

  private static final Pattern VALUE =
      Pattern.compile("<ds:SignatureValue>([^<]*)</ds:SignatureValue>");
  private static final Pattern DIGEST = Pattern.compile("<ds:DigestValue>([^<]*)</ds:DigestValue>");

  private final CertificateAuthority ca = CertificateAuthority.create("test", Duration.ofDays(1));
  private final CertificateAuthority.Issued signer =
      ca.signing(new X500Principal("CN=12345678, O=Banco \\, Teste"), Duration.ofDays(1));

  private String signed() throws EnvelopeException {
    var envelope = Envelope.parse(ENVELOPE.getBytes(UTF_8));
    SpiSignature.sign(envelope, signer.key(), signer.certificate());
    return new String(envelope.bytes(), UTF_8);
  }

  private SpiSignature.Verdict verify(String xml) throws EnvelopeException {
    return SpiSignature.verify(
        Envelope.parse(xml.getBytes(UTF_8)), List.of(ca.own().certificate(), signer.certificate()));
  }

  @Test
  @Tag("icom.9")
  void what_is_signed_is_valid_in_all_its_parts() throws EnvelopeException {
    var verdict = verify(signed());

    assertTrue(verdict.valid());
    assertEquals(
        List.of("KeyInfo true", "AppHdr true", "Document true"),
        verdict.parts().stream().map(part -> part.name() + " " + part.valid()).toList());
    assertEquals(signer.certificate(), verdict.certificate());
    var document = verdict.parts().getLast().canonical();
    assertTrue(
        document.startsWith(
            "<Document xmlns=\"https://www.bcb.gov.br/pi/pacs.008/1.16\"><Nm a=\"José &amp; filhos\" b=\"2\">"),
        document);
    assertFalse(verdict.parts().get(1).canonical().contains("Signature"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.00 | 10.01 | KeyInfo AppHdr",
        "<Othr><Id>12345678 | <Othr><Id>87654321 | KeyInfo Document",
        "M12345678 | M12345679 | KeyInfo Document",
      })
  @Tag("icom.9")
  void a_change_is_told_by_the_part_it_is_in(String from, String to, String valid)
      throws EnvelopeException {
    var verdict = verify(signed().replace(from, to));

    assertFalse(verdict.valid());
    assertEquals(
        List.of(valid.split(" ", -1)),
        verdict.parts().stream()
            .filter(SpiSignature.Part::valid)
            .map(SpiSignature.Part::name)
            .toList());
  }

  @Test
  @Tag("icom.9")
  void a_value_of_another_key_is_not_valid() throws EnvelopeException {
    var other = ca.signing(new X500Principal("CN=87654321"), Duration.ofDays(1));
    var envelope = Envelope.parse(ENVELOPE.getBytes(UTF_8));
    SpiSignature.sign(envelope, other.key(), signer.certificate());

    var verdict = verify(new String(envelope.bytes(), UTF_8));

    assertFalse(verdict.valid());
    assertTrue(verdict.parts().stream().allMatch(SpiSignature.Part::valid));
  }

  /** Wrapping: what was signed is kept somewhere, and something else is in its place. */
  @ParameterizedTest
  @ValueSource(strings = {"<AppHdr><Sgntr/></AppHdr>", "<Document><Amt>1</Amt></Document>"})
  @Tag("icom.9")
  void an_envelope_with_two_of_a_part_is_refused(String second) throws EnvelopeException {
    var wrapped = signed().replace("</Envelope>", second + "</Envelope>");

    var refused = assertThrows(EnvelopeException.class, () -> verify(wrapped));

    assertTrue(String.valueOf(refused.getMessage()).contains("2 elements"), refused::getMessage);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<Sgntr>.*</Sgntr> | <Sgntr/> | no signature",
        "rsa-sha256 | rsa-sha512 | rsa-sha256",
        "<ds:Reference><ds:Tr | <ds:Reference URI=\"\"><ds:Tr | third reference",
        "URI=\"\" | URI=\"#other\" | second reference",
        "xmlenc#sha256 | xmlenc#sha512 | SHA-256",
        "SerialNumber>[0-9]+ | SerialNumber>1 | serial number 1",
      })
  @Tag("icom.9")
  void another_profile_is_refused_by_what_differs(String from, String to, String told)
      throws EnvelopeException {
    var changed = signed().replaceAll("(?s)" + from, to);

    var refused = assertThrows(EnvelopeException.class, () -> verify(changed));

    assertTrue(String.valueOf(refused.getMessage()).contains(told), refused::getMessage);
  }

  /** The canonical bytes by libxml2, the digests and the value by OpenSSL. */
  @Test
  @Tag("icom.9")
  void other_implementations_find_the_same(@TempDir Path directory) throws Exception {
    var xml = signed();
    var digests = DIGEST.matcher(xml).results().map(found -> found.group(1)).toList();
    var namespace = " xmlns=\"https://www.bcb.gov.br/pi/pacs.008/1.16\"";
    var document =
        xml.replaceAll(
            "(?s).*<Document>(.*)</Document>.*", "<Document" + namespace + ">$1</Document>");
    var header =
        xml.replaceAll("(?s).*<AppHdr>(.*)</AppHdr>.*", "<AppHdr" + namespace + ">$1</AppHdr>")
            .replaceAll("(?s)<ds:Signature .*</ds:Signature>", "");
    var dsig = " xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"";
    var keyInfo =
        xml.replaceAll(
            "(?s).*<ds:KeyInfo (.*)</ds:KeyInfo>.*", "<ds:KeyInfo" + dsig + " $1</ds:KeyInfo>");
    var signedInfo =
        xml.replaceAll(
            "(?s).*<ds:SignedInfo>(.*)</ds:SignedInfo>.*",
            "<ds:SignedInfo" + dsig + ">$1</ds:SignedInfo>");

    assertEquals(
        digests,
        List.of(
            digest(canonical(directory, keyInfo)),
            digest(canonical(directory, header)),
            digest(canonical(directory, document))));
    var value = VALUE.matcher(xml).results().findFirst().orElseThrow().group(1);
    Files.write(
        directory.resolve("value"), Base64.getMimeDecoder().decode(value.replace("&#13;", "")));
    Files.write(directory.resolve("info"), canonical(directory, signedInfo));
    Files.writeString(directory.resolve("cert.pem"), signer.certificatePem());
    Files.write(
        directory.resolve("public.pem"),
        run(directory, "openssl", "x509", "-in", "cert.pem", "-pubkey", "-noout"));
    assertEquals(
        "Verified OK",
        new String(
                run(
                    directory,
                    "openssl",
                    "dgst",
                    "-sha256",
                    "-verify",
                    "public.pem",
                    "-signature",
                    "value",
                    "info"),
                UTF_8)
            .strip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE a [<!ENTITY b \"c\">]><Envelope>&b;</Envelope>",
        "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><Envelope/>",
        "<Envelope>&undeclared;</Envelope>",
        "<Envelope",
        "<a/><b/>",
        "",
      })
  @Tag("icom.10")
  void neither_entities_nor_broken_xml_are_read(String xml) {
    assertThrows(EnvelopeException.class, () -> Envelope.parse(xml.getBytes(UTF_8)));
  }

  @Test
  @Tag("icom.10")
  void depth_elements_and_attributes_are_bounded() {
    var deep = "<a>".repeat(65) + "</a>".repeat(65);
    var wide = "<a>" + "<b/>".repeat(20_000) + "</a>";
    var attributes = new StringBuilder("<a");
    for (int i = 0; i < 33; i++) {
      attributes.append(" a").append(i).append("=''");
    }
    for (var xml : List.of(deep, wide, attributes + "/>")) {
      assertThrows(EnvelopeException.class, () -> Envelope.parse(xml.getBytes(UTF_8)));
    }
  }

  private static String digest(byte[] bytes) throws Exception {
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static byte[] canonical(Path directory, String element) throws Exception {
    Files.writeString(directory.resolve("element.xml"), element);
    return run(directory, "xmllint", "--exc-c14n", "element.xml");
  }

  private static byte[] run(Path directory, String... command)
      throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(directory.resolve("errors").toFile())
            .start();
    var out = process.getInputStream().readAllBytes();
    assertEquals(0, process.waitFor(), () -> Arrays.toString(command) + ": " + errors(directory));
    return out;
  }

  private static String errors(Path directory) {
    try {
      return Files.readString(directory.resolve("errors"));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
