package dev.pixstream.server.http;

import dev.pixstream.core.model.Ispb;
import dev.pixstream.core.model.LaneId;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** What the routes share. */
public final class HttpApi {
  static final int BODY_BYTES_MAX = 4 * 1024 * 1024;

  /** What a form of the console has at most. */
  public static final int FORM_BYTES_MAX = 4 * 1_024;

  private HttpApi() {}

  /** The ISPB of the path. */
  public static Ispb ispb(RoutingContext context) {
    return ispb(context, Problem.INVALID_REQUEST);
  }

  /** The ISPB of the path; if it is none, this is the problem. */
  public static Ispb ispb(RoutingContext context, Problem ifNone) {
    return Ispb.parse(context.pathParam("ispb"))
        .orElseThrow(() -> new ProblemException(ifNone, "An ISPB is " + Ispb.EXPECTED + "."));
  }

  /** The lane of the path, of any channel. */
  public static LaneId lane(RoutingContext context) {
    return LaneId.parse(context.pathParam("ispb"))
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.INVALID_REQUEST, "A lane is " + LaneId.EXPECTED + "."));
  }

  /** Goes on with the result on the request's own event loop; a failure is answered. */
  public static <T> void onContext(
      RoutingContext context, CompletionStage<T> stage, Consumer<T> next) {
    var loop = context.vertx().getOrCreateContext();
    Executor executor =
        task -> {
          if (loop.equals(Vertx.currentContext())) {
            task.run();
          } else {
            loop.runOnContext(now -> task.run());
          }
        };
    on(executor, context, stage, next);
  }

  /** As {@link #onContext}, by way of an executor that runs on the request's event loop. */
  public static <T> void on(
      Executor loop, RoutingContext context, CompletionStage<T> stage, Consumer<T> next) {
    stage.whenComplete(
        (result, failure) -> loop.execute(() -> finish(context, next, result, failure)));
  }

  private static <T> void finish(
      RoutingContext context, Consumer<T> next, T result, Throwable failure) {
    if (failure != null) {
      Failures.answer(context, failure);
      return;
    }
    try {
      next.accept(result);
    } catch (RuntimeException e) {
      Failures.answer(context, e);
    }
  }
}
