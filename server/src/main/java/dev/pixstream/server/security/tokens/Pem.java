package dev.pixstream.server.security.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pixstream.server.security.InvalidSecurityException;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Keys and certificates as text. */
public final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z ]+)-----([^-]+)-----END \\1-----");
  private static final List<String> KINDS = List.of("RSA", "EC", "Ed25519");
  private static final int LINE = 64;

  private Pem() {}

  public static String write(String what, byte[] der) {
    var body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
  }

  /** One certificate or more. */
  public static List<X509Certificate> certificates(Object where, String text) {
    try {
      var certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(text.getBytes(UTF_8)))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!certificates.isEmpty()) {
        return certificates;
      }
    } catch (CertificateException _) {
      // It is said below.
    }
    throw new InvalidSecurityException(where, "has no certificate in PEM");
  }

  public static PrivateKey privateKey(Object where, String text) {
    return block(text, "PRIVATE KEY")
        .flatMap(
            der ->
                ofAnyKind(new PKCS8EncodedKeySpec(der), (kind, spec) -> kind.generatePrivate(spec)))
        .orElseThrow(
            () -> new InvalidSecurityException(where, "has no private key in PEM (PKCS #8)"));
  }

  /** Which signatures a public key is for. */
  static String tokenAlgorithm(Object where, String text) {
    PublicKey key =
        block(text, "PUBLIC KEY")
            .flatMap(
                der ->
                    ofAnyKind(
                        new X509EncodedKeySpec(der), (kind, spec) -> kind.generatePublic(spec)))
            .orElseThrow(
                () -> new InvalidSecurityException(where, "has a public key that can't be read"));
    return switch (key) {
      case ECPublicKey ec ->
          switch (ec.getParams().getCurve().getField().getFieldSize()) {
            case 384 -> "ES384";
            case 521 -> "ES512";
            default -> "ES256";
          };
      case RSAPublicKey rsa when rsa.getModulus().bitLength() < Jwk.RSA_BITS_MIN ->
          throw new InvalidSecurityException(
              where,
              "has an RSA key of "
                  + rsa.getModulus().bitLength()
                  + " bits; it must have at least "
                  + Jwk.RSA_BITS_MIN);
      default -> key.getAlgorithm().equals("RSA") ? "RS256" : "EdDSA";
    };
  }

  /** Whether they belong together; files that are replaced one after the other may not. */
  public static boolean match(X509Certificate certificate, PrivateKey key) {
    var algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> "Ed25519";
        };
    var probe = "probe".getBytes(UTF_8);
    try {
      var signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(probe);
      var verifying = Signature.getInstance(algorithm);
      verifying.initVerify(certificate.getPublicKey());
      verifying.update(probe);
      return verifying.verify(signing.sign());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private interface Generating<T> {
    T generate(KeyFactory kind, KeySpec spec) throws GeneralSecurityException;
  }

  private static <T> Optional<T> ofAnyKind(KeySpec spec, Generating<T> generating) {
    for (var kind : KINDS) {
      try {
        return Optional.of(generating.generate(KeyFactory.getInstance(kind), spec));
      } catch (GeneralSecurityException _) {
        // Of another kind.
      }
    }
    return Optional.empty();
  }

  private static Optional<byte[]> block(String text, String what) {
    return BLOCK
        .matcher(text)
        .results()
        .filter(found -> found.group(1).equals(what))
        .findFirst()
        .flatMap(found -> decode(found.group(2)));
  }

  private static Optional<byte[]> decode(String base64) {
    try {
      return Optional.of(Base64.getMimeDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
