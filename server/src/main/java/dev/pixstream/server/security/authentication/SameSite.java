package dev.pixstream.server.security.authentication;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;

/**
 * Whether a request was sent by a page of this server. A browser says so itself: in Sec-Fetch-Site,
 * or in Origin. What says neither is no browser.
 */
public final class SameSite {
  private static final CharSequence SITE = HttpHeaders.createOptimized("Sec-Fetch-Site");
  private static final CharSequence MODE = HttpHeaders.createOptimized("Sec-Fetch-Mode");
  private static final CharSequence DEST = HttpHeaders.createOptimized("Sec-Fetch-Dest");
  private static final String API = "/api";

  private final HostNames names;

  public SameSite(HostNames names) {
    this.names = names;
  }

  /**
   * Whether it may be served. Another site may lead to a page, as by a link, but not to the API,
   * where a GET has effects; a typed address may lead to both.
   *
   * @param path as the router reads it
   */
  public boolean allows(HttpServerRequest request, String path) {
    var site = request.headers().get(SITE);
    if (site == null) {
      var origin = request.headers().get(HttpHeaders.ORIGIN);
      return origin == null || isOwn(origin, request.headers().get(HttpHeaders.HOST));
    }
    return switch (site) {
      case "same-origin" -> true;
      case "none" -> isSafe(request);
      default -> isSafe(request) && !path.startsWith(API) && isNavigation(request);
    };
  }

  private static boolean isSafe(HttpServerRequest request) {
    var method = request.method();
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
  }

  /** In a window of its own: in a frame it could be clicked through. */
  private static boolean isNavigation(HttpServerRequest request) {
    return "navigate".equals(request.headers().get(MODE))
        && "document".equals(request.headers().get(DEST));
  }

  /** A proxy may have set a Host of its own; then the browser's is known by the setting alone. */
  private boolean isOwn(String origin, String host) {
    try {
      var from = URI.create(origin);
      var authority = from.getAuthority();
      if (authority == null || host == null) {
        return false;
      }
      var standard = "https".equals(from.getScheme()) ? ":443" : ":80";
      return explicit(authority, standard).equalsIgnoreCase(explicit(host, standard))
          || HostNames.nameIn(authority).filter(names::isNamed).isPresent();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String explicit(String authority, String port) {
    return authority.matches(".*:[0-9]+") ? authority : authority + port;
  }
}
