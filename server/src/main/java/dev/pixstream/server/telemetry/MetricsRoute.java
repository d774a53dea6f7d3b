package dev.pixstream.server.telemetry;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /metrics}, and the count of all responses. */
public final class MetricsRoute {
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final Telemetry telemetry;

  public MetricsRoute(Telemetry telemetry) {
    this.telemetry = telemetry;
  }

  /** Counts the responses of every route that is added after this. */
  public void countResponses(Router router) {
    router
        .route()
        .handler(
            context -> {
              context.addHeadersEndHandler(
                  sent -> telemetry.responded(context.response().getStatusCode()));
              context.next();
            });
  }

  /** Adds the route. */
  public Route addTo(Router router) {
    return router.get("/metrics").handler(this::scrape);
  }

  private void scrape(RoutingContext context) {
    Future.fromCompletionStage(telemetry.refreshed(), context.vertx().getOrCreateContext())
        .compose(done -> context.vertx().executeBlocking(telemetry::scrape, false))
        .onSuccess(text -> context.response().putHeader(HttpHeaders.CONTENT_TYPE, TEXT).end(text))
        .onFailure(context::fail);
  }
}
