package dev.pixstream.server;

import dev.pixstream.core.Ispb;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** What the routes share. */
final class HttpApi {
  static final int BODY_BYTES_MAX = 4 * 1024 * 1024;

  private HttpApi() {}

  /** The ISPB of the path; if it is none, the request is answered. */
  static Optional<Ispb> ispb(RoutingContext context) {
    var ispb = Ispb.parse(context.pathParam("ispb"));
    if (ispb.isEmpty()) {
      Problem.INVALID_REQUEST.answer(context, "An ISPB is " + Ispb.EXPECTED + ".");
    }
    return ispb;
  }

  /** Goes on with the result on the request's own event loop; a failure is answered. */
  static <T> void onContext(RoutingContext context, CompletionStage<T> stage, Consumer<T> next) {
    var loop = context.vertx().getOrCreateContext();
    stage.whenComplete(
        (result, failure) -> {
          if (loop.equals(Vertx.currentContext())) {
            finish(context, next, result, failure);
          } else {
            loop.runOnContext(now -> finish(context, next, result, failure));
          }
        });
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
