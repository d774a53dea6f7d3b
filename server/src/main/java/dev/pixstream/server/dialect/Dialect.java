package dev.pixstream.server.dialect;

import dev.pixstream.server.faults.Interception;
import io.vertx.ext.web.Router;

/**
 * How collectors and publishers speak to the server: paths, headers, media types, and the words of
 * refusals. The way of a request behind its routes is that of {@code server.flow}.
 */
public interface Dialect {
  /**
   * Adds its routes.
   *
   * @param faults go around those that faults on order concern
   */
  void addTo(Router router, Interception faults);
}
