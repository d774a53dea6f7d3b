package dev.pixstream.server.telemetry;

import dev.pixstream.server.connections.Joined;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** {@code GET /metrics}, and the count of all responses. */
public final class MetricsRoute {
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private static final String LIMIT = MetricsRoute.class.getName();

  private final Telemetry telemetry;

  public MetricsRoute(Telemetry telemetry) {
    this.telemetry = telemetry;
  }

  /** The request is refused because of this limit: one of a few names, never a caller's text. */
  public static void refusedBy(RoutingContext context, String limit) {
    context.put(LIMIT, limit);
  }

  /** Counts the responses of every route that is added after this. */
  public void countResponses(Router router) {
    router
        .route()
        .handler(
            context -> {
              context.addHeadersEndHandler(
                  sent -> {
                    int status = context.response().getStatusCode();
                    telemetry.responded(status);
                    if (status == 429 || status == 503) {
                      Optional.<String>ofNullable(context.get(LIMIT))
                          .ifPresent(telemetry::throttled);
                    }
                  });
              context.next();
            });
  }

  /** Serves them on this route. */
  public void serve(Route route, Vertx vertx) {
    var scraped = new Joined<>(() -> scrape(vertx));
    route.handler(
        context ->
            scraped
                .get()
                .onSuccess(
                    text -> context.response().putHeader(HttpHeaders.CONTENT_TYPE, TEXT).end(text))
                .onFailure(context::fail));
  }

  private Future<Buffer> scrape(Vertx vertx) {
    return Future.fromCompletionStage(telemetry.refreshed(), vertx.getOrCreateContext())
        .compose(done -> vertx.executeBlocking(() -> Buffer.buffer(telemetry.scrape()), false));
  }
}
