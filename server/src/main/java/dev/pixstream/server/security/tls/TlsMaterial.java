package dev.pixstream.server.security.tls;

import dev.pixstream.server.security.InvalidSecurityException;
import dev.pixstream.server.security.SecurityFiles;
import dev.pixstream.server.security.tokens.Pem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a listener needs for TLS, read and seen to fit together.
 *
 * @param options for new connections
 * @param clients who client certificates name, if they are asked for
 */
public record TlsMaterial(ServerSSLOptions options, Optional<ClientTrust> clients) {

  public static List<Path> files(TlsOptions tls) {
    var files = new ArrayList<>(List.of(tls.certificate(), tls.key()));
    tls.clients().map(ClientCertificates::ca).ifPresent(files::add);
    return files;
  }

  public static TlsMaterial read(TlsOptions tls) {
    var certificate = SecurityFiles.text(tls.certificate());
    var key = SecurityFiles.secret(tls.key());
    var own = Pem.certificates(tls.certificate(), certificate).getFirst();
    if (!Pem.match(own, Pem.privateKey(tls.key(), key))) {
      throw new InvalidSecurityException(
          tls.key(), "is not the key of the certificate in " + tls.certificate());
    }
    var options =
        new ServerSSLOptions()
            .setKeyCertOptions(
                new PemKeyCertOptions()
                    .setCertValue(Buffer.buffer(certificate))
                    .setKeyValue(Buffer.buffer(key)));
    return new TlsMaterial(options, tls.clients().map(clients -> trust(options, clients)));
  }

  private static ClientTrust trust(ServerSSLOptions options, ClientCertificates clients) {
    var text = SecurityFiles.text(clients.ca());
    var authorities = Pem.certificates(clients.ca(), text);
    options
        .setClientAuth(clients.required() ? ClientAuth.REQUIRED : ClientAuth.REQUEST)
        .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(text)));
    return new ClientTrust(clients, authorities);
  }
}
