package dev.pixstream.server.security.tls;

import dev.pixstream.server.security.Caller;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Who a connection's certificate names. That is found out once per session and kept with it; after
 * a change of the authorities each open connection's certificate is looked at again.
 */
public final class ClientTrust {
  private static final String KEPT_AS = "dev.pixstream.caller";

  private record Found(ClientTrust by, X509Certificate certificate, Optional<Caller> caller) {}

  private final CertificateName names;
  private final X509TrustManager trust;

  ClientTrust(ClientCertificates options, List<X509Certificate> authorities) {
    this.names = new CertificateName(options);
    this.trust = trust(authorities);
  }

  public Optional<Caller> find(SSLSession session) {
    var found =
        session.getValue(KEPT_AS) instanceof Found kept && kept.by == this
            ? Optional.of(kept)
            : look(session);
    // A connection may outlive its certificate.
    return found.filter(kept -> isValidNow(kept.certificate())).flatMap(Found::caller);
  }

  private Optional<Found> look(SSLSession session) {
    Certificate[] peer;
    try {
      peer = session.getPeerCertificates();
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
    var chain = Arrays.copyOf(peer, peer.length, X509Certificate[].class);
    var caller = isTrusted(chain) ? names.caller(chain[0]) : Optional.<Caller>empty();
    var found = new Found(this, chain[0], caller);
    session.putValue(KEPT_AS, found);
    return Optional.of(found);
  }

  private boolean isTrusted(X509Certificate[] chain) {
    try {
      trust.checkClientTrusted(chain, chain[0].getPublicKey().getAlgorithm());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static boolean isValidNow(X509Certificate certificate) {
    var now = Instant.now();
    return !now.isBefore(certificate.getNotBefore().toInstant())
        && !now.isAfter(certificate.getNotAfter().toInstant());
  }

  private static X509TrustManager trust(List<X509Certificate> authorities) {
    try {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (int i = 0; i < authorities.size(); i++) {
        store.setCertificateEntry("ca-" + i, authorities.get(i));
      }
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return (X509TrustManager) factory.getTrustManagers()[0];
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
