package dev.pixstream.server.http;

import dev.pixstream.server.security.authentication.HostNames;
import dev.pixstream.server.security.authentication.SameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.Optional;

/**
 * What holds for every route: the request names this server, once; no page of another site sent it;
 * and nobody on the way keeps the response, unless its route says otherwise.
 */
public final class Entrance {
  /** For every response that is not the same for everybody for a while. */
  static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");

  private final HostNames names;
  private final SameSite site;
  private volatile String served = "localhost";

  public Entrance(HostNames names) {
    this.names = names;
    this.site = new SameSite(names);
  }

  /** Has to be added before all routes. */
  public void guard(Router router) {
    router.route().handler(this::check);
  }

  private void check(RoutingContext context) {
    context.response().putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
    var request = context.request();
    if (isNamed(request) && site.allows(request, context.normalizedPath())) {
      context.next();
    } else {
      refuse(context);
    }
  }

  /** Collectors ask under the same name again and again. */
  private boolean isNamed(HttpServerRequest request) {
    var hosts = request.headers().getAll(HttpHeaders.HOST);
    if (hosts.size() != 1) {
      return hosts.isEmpty() && request.version() == HttpVersion.HTTP_1_0;
    }
    var host = hosts.getFirst();
    if (host.equals(served) && request.uri().startsWith("/")) {
      return true;
    }
    if (!isServed(host) || target(request).filter(name -> !isServed(name)).isPresent()) {
      return false;
    }
    served = host;
    return true;
  }

  private boolean isServed(String host) {
    return HostNames.nameIn(host).filter(names::serves).isPresent();
  }

  /** A request line may name the server too (RFC 9112, 3.2.2). */
  private static Optional<String> target(HttpServerRequest request) {
    try {
      return request.uri().startsWith("/")
          ? Optional.empty()
          : Optional.ofNullable(URI.create(request.uri()).getRawAuthority());
    } catch (IllegalArgumentException e) {
      return Optional.of("");
    }
  }

  private void refuse(RoutingContext context) {
    var request = context.request();
    var hosts = request.headers().getAll(HttpHeaders.HOST);
    if (isNamed(request)) {
      Problem.FORBIDDEN.answer(context, "Only a page of this server may ask for this.");
    } else if (hosts.size() != 1 || HostNames.nameIn(hosts.getFirst()).isEmpty()) {
      Problem.INVALID_REQUEST.answer(
          context, "A request has one Host: the name or address of this server, and its port.");
    } else {
      Problem.MISDIRECTED.answer(
          context, "This server is not asked by that name; its setting hosts says by which it is.");
    }
  }
}
