package dev.pixstream.server;

import dev.pixstream.server.limits.Bounds;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/**
 * Sheds what a node can't do besides what it has begun: the newest request is refused before
 * anything is done for it. Health is not under it.
 */
final class Admission {
  private final Bounds bounds;
  private final IntSupplier waiting;
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicLong bodyBytes = new AtomicLong();

  /**
   * @param waiting how many of the requests under way wait for messages
   */
  Admission(Bounds bounds, IntSupplier waiting) {
    this.bounds = bounds;
    this.waiting = waiting;
  }

  /** Stands before every route of the API; it has to be added first. */
  void guard(Router router) {
    router.route("/api/*").handler(this::admit);
  }

  /** Whether one more request may wait for messages. */
  void checkWaiting() {
    if (waiting.getAsInt() >= bounds.waitingMax()) {
      throw new ProblemException(Problem.OVERLOADED, "As many requests wait here as may.");
    }
  }

  private void admit(RoutingContext context) {
    long bytes = declaredBytes(context);
    boolean fits = underWay.incrementAndGet() - waiting.getAsInt() <= bounds.requestsMax();
    boolean bodyFits = bodyBytes.addAndGet(bytes) <= bounds.bodyBytesMax();
    // Also when the client goes away.
    context.addEndHandler(
        ended -> {
          underWay.decrementAndGet();
          bodyBytes.addAndGet(-bytes);
        });
    if (fits && bodyFits) {
      context.next();
    } else {
      // What is left of its body is not waited for.
      context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      Problem.OVERLOADED.answer(
          context, "This node has as much to do as it may. Nothing was done for this request.");
    }
  }

  /** What a body may take; one of unknown length may take all that a body has at most. */
  private static long declaredBytes(RoutingContext context) {
    var headers = context.request().headers();
    if (headers.contains(HttpHeaders.TRANSFER_ENCODING)) {
      return HttpApi.BODY_BYTES_MAX;
    }
    var length = headers.get(HttpHeaders.CONTENT_LENGTH);
    if (length == null) {
      return 0;
    }
    return length.matches("[0-9]{1,7}")
        ? Math.min(Long.parseLong(length), HttpApi.BODY_BYTES_MAX)
        : 0;
  }
}
