package dev.pixstream.server;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.healthchecks.HealthCheckHandler;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Alive: the process answers. Ready: it takes work and reaches its store. Started: it has been
 * ready once.
 */
final class HealthRoutes {
  private static final long CHECK_TIMEOUT_MS = 2_000;

  private HealthRoutes() {}

  static void addTo(
      Router router, Vertx vertx, BooleanSupplier serving, Supplier<CompletionStage<Void>> store) {
    var ready = HealthChecks.create(vertx);
    ready.register(
        "serving", promise -> promise.complete(serving.getAsBoolean() ? Status.OK() : Status.KO()));
    ready.register(
        "store",
        CHECK_TIMEOUT_MS,
        promise -> Future.fromCompletionStage(store.get()).map(Status.OK()).onComplete(promise));
    Access.open(router.get("/health/live")).handler(answering(vertx, "process"));
    Access.open(router.get("/health/ready"))
        .handler(HealthCheckHandler.createWithHealthChecks(ready));
    Access.open(router.get("/health/started")).handler(answering(vertx, "start"));
  }

  /** That it answers is all there is to know. Without any check the answer would have no body. */
  private static HealthCheckHandler answering(Vertx vertx, String check) {
    var checks = HealthChecks.create(vertx);
    checks.register(check, promise -> promise.complete(Status.OK()));
    return HealthCheckHandler.createWithHealthChecks(checks);
  }
}
