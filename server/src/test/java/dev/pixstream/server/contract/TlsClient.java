package dev.pixstream.server.contract;

import dev.pixstream.server.Exchange;
import dev.pixstream.server.security.tls.CertificateAuthority;
import dev.pixstream.server.security.tls.CertificateAuthority.Issued;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/** A client with its certificate, which believes one authority. */
final class TlsClient implements AutoCloseable {
  static final Duration YEAR = Duration.ofDays(365);

  private final HttpClient http;

  TlsClient(CertificateAuthority believed, Optional<Issued> own) {
    try {
      var trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("ca", believed.own().certificate());
      var trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      var context = SSLContext.getInstance("TLS");
      context.init(
          own.map(Insistent::new).stream().toArray(KeyManager[]::new),
          trust.getTrustManagers(),
          null);
      this.http =
          HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(context).build();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  Answer send(Node node, String method, String path, String... headers) throws IOException {
    var request =
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + node.port() + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      var response = http.send(request.build(), BodyHandlers.ofByteArray());
      Map<String, String> first =
          response.headers().map().entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().getFirst()));
      var body = Buffer.buffer(response.body());
      return node.checked(new Exchange(method, path, response.statusCode(), first, body));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The status alone, of a port that is not the API's. */
  int status(int port, String path, String... headers) throws IOException {
    var request =
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(30));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return http.send(request.build(), BodyHandlers.discarding()).statusCode();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The length of an answer that goes on until the server ends it. */
  CompletableFuture<Integer> whole(Node node, String path) throws IOException {
    var request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + node.port() + path));
    try {
      var body = http.send(request.build(), BodyHandlers.ofInputStream()).body();
      return CompletableFuture.supplyAsync(
          () -> {
            try (body) {
              return body.readAllBytes().length;
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          },
          task -> Thread.ofVirtual().start(task));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }

  /** Shows its certificate also to a server that does not ask for one of its authority. */
  private static final class Insistent extends X509ExtendedKeyManager {
    private final Issued own;

    Insistent(Issued own) {
      this.own = own;
    }

    @Override
    public String chooseEngineClientAlias(
        String[] keyTypes, Principal[] issuers, SSLEngine engine) {
      return "own";
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
      return "own";
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return new X509Certificate[] {own.certificate()};
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return own.key();
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
      return new String[] {"own"};
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
      return new String[0];
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
      throw new UnsupportedOperationException();
    }
  }
}
