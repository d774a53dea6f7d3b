package dev.pixstream.server.http;

import dev.pixstream.core.async.Duty;
import dev.pixstream.server.connections.Held;
import dev.pixstream.server.limits.Bounds;
import dev.pixstream.server.security.authentication.Authenticator;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.ext.web.Router;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the HTTP servers of a node, one for each event loop that accepts connections. */
public final class HttpServers {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServers.class);
  private static final long LOOK_MS = 250;

  private final Vertx vertx;
  private final Authenticator gate;
  private final Bounds bounds;
  private final Held clients;
  private final Duty.Troubles troubles;
  private final KnownVersions versions = new KnownVersions();

  public HttpServers(
      Vertx vertx, Authenticator gate, Bounds bounds, Held clients, Duty.Troubles troubles) {
    this.vertx = vertx;
    this.gate = gate;
    this.bounds = bounds;
    this.clients = clients;
    this.troubles = troubles;
  }

  /** Without an idle timeout: {@link ConnectionGuard} keeps to the one that is set. */
  public static HttpServerOptions at(String host, int port) {
    return new HttpServerOptions()
        .setHost(host)
        .setPort(port)
        .setHttp2ClearTextEnabled(false)
        .setTcpNoDelay(true);
  }

  /** A server on this event loop whose slow clients are cut. */
  public HttpServer plain(HttpServerOptions http, Router router) {
    var guard = new ConnectionGuard(bounds, http, clients);
    var look = Duty.guarded("connections", troubles, guard::look);
    vertx.setPeriodic(LOOK_MS, id -> look.run());
    return vertx
        .createHttpServer(http)
        .connectionHandler(
            connection -> {
              versions.watch(connection);
              guard.opened(connection);
            })
        .invalidRequestHandler(Failures::answerInvalid)
        .requestHandler(
            request -> {
              if (guard.began(request)) {
                router.handle(request);
              }
            });
  }

  /** With the certificates of the moment, if there are any. */
  public HttpServer secured(
      HttpServerOptions http, Router router, UnaryOperator<ServerSSLOptions> adapted) {
    gate.tls()
        .map(adapted)
        .ifPresent(
            tls ->
                http.setSsl(true)
                    .setUseAlpn(false)
                    .setKeyCertOptions(tls.getKeyCertOptions())
                    .setTrustOptions(tls.getTrustOptions())
                    .setClientAuth(tls.getClientAuth()));
    var server = plain(http, router);
    gate.onTlsChange(
        tls ->
            server
                .updateSSLOptions(adapted.apply(tls))
                .onFailure(failure -> LOG.warn("Certificates stay as they were", failure)));
    return server;
  }

  /** Whoever comes need not show a certificate. */
  public static ServerSSLOptions withoutDemand(ServerSSLOptions tls) {
    return tls.getClientAuth() == ClientAuth.REQUIRED ? tls.setClientAuth(ClientAuth.REQUEST) : tls;
  }
}
