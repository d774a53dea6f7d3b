package dev.pixstream.server.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** How a dialect writes what went wrong; without one it is JSON. */
public interface ProblemForm {
  /** Writes the body; status, {@code Retry-After} and {@code Cache-Control} are set. */
  void write(RoutingContext context, Problem problem, String detail);

  /**
   * Has all problems of paths with this prefix written in this form. It goes before all other
   * routes.
   */
  default void below(Router router, String prefix) {
    router
        .route()
        .handler(
            context -> {
              var path = context.request().path();
              if (path != null && path.startsWith(prefix)) {
                context.put(ProblemForm.class.getName(), this);
              }
              context.next();
            });
  }

  /** That of this request. */
  static Optional<ProblemForm> of(RoutingContext context) {
    return Optional.ofNullable(context.get(ProblemForm.class.getName()));
  }
}
