package dev.pixstream.server.http;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No route is forgotten. */
final class AccessRoutesTest {
  @Test
  @Tag("access.1")
  void a_server_with_a_route_that_is_for_nobody_in_particular_does_not_start() {
    var vertx = Vertx.vertx();
    try {
      var router = Router.router(vertx);
      Access.open(router.get("/open"));
      Access.requireDecided(router);
      router.get("/api/forgotten").handler(context -> context.end());

      assertThrows(IllegalStateException.class, () -> Access.requireDecided(router));
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }
}
