package dev.pixstream.server;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Who may use {@code /api/admin}: the one place where roles are checked. */
final class AdminAccess {
  private AdminAccess() {}

  /** Stands before every route of administration; it has to be added first. */
  static void guard(Router router) {
    router.route("/api/admin/*").handler(AdminAccess::check);
  }

  /** There is no security yet: whoever reaches the server may. */
  private static void check(RoutingContext context) {
    context.next();
  }
}
