package dev.pixstream.server.console;

import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Optional;

/**
 * Whether a request that changes something was sent by a page of this server. A browser says so
 * itself: in Sec-Fetch-Site, or in Origin. What says neither is no browser.
 */
public final class SameSite {
  private SameSite() {}

  public static boolean sent(HttpServerRequest request) {
    var site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return site.equals("same-origin");
    }
    var origin = request.getHeader("Origin");
    return origin == null
        || authority(origin).equals(Optional.ofNullable(request.getHeader("Host")));
  }

  private static Optional<String> authority(String origin) {
    try {
      return Optional.ofNullable(URI.create(origin).getAuthority());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
