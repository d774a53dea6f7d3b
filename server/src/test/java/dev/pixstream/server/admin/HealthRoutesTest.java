package dev.pixstream.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.store.StreamRules;
import dev.pixstream.postgres.PgStore;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.postgres.link.StoreLimits;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Health of a node whose coordinator takes requests and never answers. */
@ExtendWith(PostgresExtension.class)
final class HealthRoutesTest {
  @Test
  @Tag("errors.11")
  void a_store_that_does_not_answer_is_no_mistake_of_this_server(TestDatabase database)
      throws Exception {
    var vertx = Vertx.vertx();
    var store =
        PgStore.open(
            vertx, DatabaseUrl.parse(database.url()), StreamRules.DEFAULT, StoreLimits.DEFAULT);
    var router = Router.router(vertx);
    HealthRoutes.addTo(
        router, vertx, () -> true, store.health(), CompletableFuture::new, Optional::empty);
    var server = vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").await();
    try (var http = HttpClient.newHttpClient()) {
      var ready = URI.create("http://127.0.0.1:" + server.actualPort() + "/health/ready");

      var answer = http.send(HttpRequest.newBuilder(ready).build(), BodyHandlers.ofString());

      assertEquals(503, answer.statusCode(), answer::body);
      assertTrue(answer.body().contains("\"DOWN\""), answer::body);
    } finally {
      store.close().toCompletableFuture().join();
      vertx.close().await();
    }
  }
}
