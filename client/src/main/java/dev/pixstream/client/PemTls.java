package dev.pixstream.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** TLS settings from PEM files. They are read once: renewed files need new settings. */
public final class PemTls {

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

  /** The store is in memory alone, but the JDK wants it to have one. */
  private static final char[] PASSWORD = "in-memory".toCharArray();

  private PemTls() {}

  /** A client certificate, with those between it and its authority, and its key (PKCS #8). */
  public record Own(Path certificate, Path key) {}

  /**
   * Reads the files.
   *
   * @param authorities who may have issued the server's certificate; empty: the JDK's own
   * @param own what the client shows, if anything
   * @throws IOException if a file can't be read, or holds something else
   */
  public static SSLContext context(Optional<Path> authorities, Optional<Own> own)
      throws IOException {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(
          own.isPresent() ? keyManagers(own.get()) : new KeyManager[0],
          authorities.isPresent() ? trustManagers(authorities.get()) : null,
          null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("the TLS files do not fit together: " + e.getMessage(), e);
    }
  }

  private static TrustManager[] trustManagers(Path file)
      throws IOException, GeneralSecurityException {
    var store = emptyStore();
    var authorities = certificates(file);
    for (int i = 0; i < authorities.size(); i++) {
      store.setCertificateEntry("ca-" + i, authorities.get(i));
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyManager[] keyManagers(Own own) throws IOException, GeneralSecurityException {
    var store = emptyStore();
    var chain = certificates(own.certificate()).toArray(Certificate[]::new);
    store.setKeyEntry("own", key(own.key(), chain[0]), PASSWORD, chain);
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, PASSWORD);
    return factory.getKeyManagers();
  }

  private static List<Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    var read =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
    if (read.isEmpty()) {
      throw new IOException(file + " has no certificate in PEM");
    }
    return List.copyOf(read);
  }

  /** Its kind is that of the certificate. */
  private static PrivateKey key(Path file, Certificate certificate)
      throws IOException, GeneralSecurityException {
    var text = KEY.matcher(Files.readString(file));
    if (!text.find()) {
      throw new IOException(file + " has no private key in PEM (PKCS #8)");
    }
    try {
      var der = Base64.getMimeDecoder().decode(text.group(1));
      return KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is damaged", e);
    }
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
