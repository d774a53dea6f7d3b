package dev.pixstream.server.admin;

import dev.pixstream.core.store.StoreUnavailableException;
import dev.pixstream.postgres.StoreHealth;
import dev.pixstream.server.connections.Joined;
import dev.pixstream.server.http.Access;
import dev.pixstream.server.security.tokens.TokenKeysAge;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.healthchecks.HealthCheckHandler;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Alive: the process answers. Ready: it takes work, its database and its coordinator take writes,
 * and the schema is its own. Started: its start is over.
 */
public final class HealthRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(HealthRoutes.class);
  private static final long CHECK_TIMEOUT_MS = 2_000;

  private HealthRoutes() {}

  public static void addTo(
      Router router,
      Vertx vertx,
      BooleanSupplier serving,
      StoreHealth store,
      Supplier<CompletionStage<Void>> coordinator,
      Supplier<Optional<TokenKeysAge>> tokenKeys) {
    var ready = HealthChecks.create(vertx);
    ready.register(
        "serving", promise -> promise.complete(serving.getAsBoolean() ? Status.OK() : Status.KO()));
    register(ready, "database", store::database);
    register(ready, "coordinator", coordinator);
    register(ready, "migrations", store::migrations);
    if (tokenKeys.get().isPresent()) {
      ready.register("token-keys", promise -> promise.complete(status(tokenKeys.get())));
    }
    Access.open(router.get("/health/live")).handler(answering(vertx, "process"));
    Access.open(router.get("/health/ready"))
        .handler(HealthCheckHandler.createWithHealthChecks(ready));
    Access.open(router.get("/health/started")).handler(answering(vertx, "start"));
  }

  /** A node goes on with the keys it has; taking it out would not bring newer ones. */
  private static Status status(Optional<TokenKeysAge> keys) {
    var data = new JsonObject();
    keys.ifPresent(
        found -> data.put("stale", found.isStale()).put("ageSeconds", found.age().toSeconds()));
    return Status.OK(data);
  }

  private static void register(
      HealthChecks checks, String name, Supplier<CompletionStage<Void>> check) {
    var joined =
        new Joined<>(
            () ->
                Future.fromCompletionStage(check.get())
                    .timeout(CHECK_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                    .map(Status.OK())
                    .otherwise(failure -> failed(name, cause(failure))));
    checks.register(
        name,
        // Its own bound would be called a mistake of this server, 500, not a store that is away.
        2 * CHECK_TIMEOUT_MS,
        promise -> joined.get().onComplete(promise));
  }

  /** The failure may name hosts: that is for the log, not for whoever reaches the port. */
  private static Status failed(String check, Throwable failure) {
    LOG.atInfo()
        .addKeyValue("check", check)
        .log("Not ready: {}", String.valueOf(failure.getMessage()));
    return Status.KO(new JsonObject().put("reason", reason(failure)));
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private static String reason(Throwable failure) {
    return switch (failure) {
      case StoreUnavailableException away -> "The store " + away.reason().words();
      case TimeoutException slow -> "The store did not answer in time";
      default -> "The store is not as it should be";
    };
  }

  /** That it answers is all there is to know. Without any check the answer would have no body. */
  private static HealthCheckHandler answering(Vertx vertx, String check) {
    var checks = HealthChecks.create(vertx);
    checks.register(check, promise -> promise.complete(Status.OK()));
    return HealthCheckHandler.createWithHealthChecks(checks);
  }
}
