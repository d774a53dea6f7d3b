package dev.pixstream.server.security.tls;

import dev.pixstream.server.security.tokens.Pem;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority for tests and trials: it issues what a server and its clients need. Its
 * keys are of EC P-256, but for those that sign messages; each certificate is signed by the
 * authority itself.
 */
public final class CertificateAuthority {
  private static final Duration BACKDATED = Duration.ofMinutes(5);
  private static final int SERIAL_BITS = 127;
  private static final int RSA_BITS = 2_048;

  /** A certificate with its key. */
  public record Issued(X509Certificate certificate, PrivateKey key) {
    /** The certificate as PEM. */
    public String certificatePem() {
      try {
        return Pem.write("CERTIFICATE", certificate.getEncoded());
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    /** The key as PEM, PKCS #8. */
    public String keyPem() {
      return Pem.write("PRIVATE KEY", key.getEncoded());
    }

    /** Without the key. */
    @Override
    public String toString() {
      return "Issued[" + certificate.getSubjectX500Principal() + "]";
    }
  }

  private final Issued own;
  private final SecureRandom random = new SecureRandom();

  private CertificateAuthority(X500Principal name, Duration validity) {
    var keys = newKeys();
    try {
      var builder = builder(name, name, keys.getPublic(), until(validity));
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      this.own = new Issued(sign(builder, keys.getPrivate()), keys.getPrivate());
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes a new one. */
  public static CertificateAuthority create(String commonName, Duration validity) {
    return new CertificateAuthority(new X500Principal("CN=" + commonName), validity);
  }

  /** Its own certificate and key. */
  public Issued own() {
    return own;
  }

  /**
   * For a server.
   *
   * @param hosts the names and IP addresses that it is reached by, at least one
   */
  public Issued server(List<String> hosts, Duration validity) {
    var names =
        hosts.stream()
            .map(
                host ->
                    new GeneralName(
                        host.matches("[0-9.]+|.*:.*") ? GeneralName.iPAddress : GeneralName.dNSName,
                        host))
            .toArray(GeneralName[]::new);
    var subject = new X500Principal("CN=" + hosts.getFirst());
    return issue(subject, KeyPurposeId.id_kp_serverAuth, new GeneralNames(names), until(validity));
  }

  /**
   * For a client.
   *
   * @param subject such as CN=12345678
   */
  public Issued client(X500Principal subject, Duration validity) {
    return client(subject, until(validity));
  }

  /** The same until a time, which may be over. */
  public Issued client(X500Principal subject, Instant until) {
    return issue(
        subject, KeyPurposeId.id_kp_clientAuth, new GeneralNames(new GeneralName[0]), until);
  }

  /**
   * For the signatures of an institution's messages: a key of RSA, as the SPI's profile wants it.
   */
  public Issued signing(X500Principal subject, Duration validity) {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(RSA_BITS);
      var keys = generator.generateKeyPair();
      return new Issued(
          sign(issuing(subject, keys, until(validity)), own.key()), keys.getPrivate());
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What all certificates of others have in common. */
  private X509v3CertificateBuilder issuing(X500Principal subject, KeyPair keys, Instant until)
      throws GeneralSecurityException, CertIOException {
    return builder(own.certificate().getSubjectX500Principal(), subject, keys.getPublic(), until)
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
        .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
        .addExtension(
            Extension.authorityKeyIdentifier,
            false,
            new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(own.certificate()));
  }

  private Issued issue(
      X500Principal subject, KeyPurposeId purpose, GeneralNames names, Instant until) {
    var keys = newKeys();
    try {
      var builder = issuing(subject, keys, until);
      builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
      if (names.getNames().length > 0) {
        builder.addExtension(Extension.subjectAlternativeName, false, names);
      }
      return new Issued(sign(builder, own.key()), keys.getPrivate());
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private X509v3CertificateBuilder builder(
      X500Principal issuer, X500Principal subject, PublicKey key, Instant until)
      throws GeneralSecurityException, CertIOException {
    var from = Instant.now().minus(BACKDATED);
    var builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            new BigInteger(SERIAL_BITS, random).setBit(0),
            Date.from(from.isBefore(until) ? from : until.minus(BACKDATED)),
            Date.from(until),
            subject,
            key);
    return builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException, OperatorCreationException {
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key);
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  private static Instant until(Duration validity) {
    return Instant.now().plus(validity);
  }

  private static KeyPair newKeys() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
