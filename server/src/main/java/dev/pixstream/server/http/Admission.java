package dev.pixstream.server.http;

import dev.pixstream.server.connections.Held;
import dev.pixstream.server.limits.Bounds;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * Sheds what a node can't do besides what it has begun: the newest request is refused before
 * anything is done for it, whatever it asks and whoever it is. Health alone is not under it.
 */
public final class Admission {
  /** Requests of people and of administrators at a time, since their answers are large. */
  static final int VIEWS_MAX = 100;

  /** Pages that are kept up to date by events. */
  static final int VIEWERS_MAX = 100;

  private static final List<String> VIEWS = List.of("/console", "/api/admin/");

  /** The one path where a stranger's body is waited for. */
  private static final String SIGN_IN = "/console/sign-in";

  private static final String REFUSED =
      "This node has as much to do as it may. Nothing was done for this request.";

  private final Bounds bounds;
  private final IntSupplier waiting;
  private final Held bodies;
  private final Held clients;
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger views = new AtomicInteger();
  private final AtomicInteger strangers = new AtomicInteger();
  private final AtomicInteger viewers = new AtomicInteger();

  /**
   * @param waiting how many of the requests under way wait for messages
   */
  public Admission(Bounds bounds, IntSupplier waiting) {
    this.bounds = bounds;
    this.waiting = waiting;
    this.bodies = new Held(bounds.bodyBytesMax());
    this.clients = new Held(bounds.clientBytesMax());
  }

  /** Stands before every other route; it has to be added first. */
  public void guard(Router router) {
    router.route().handler(this::admit);
  }

  /** What bodies cost until their requests are answered. */
  public Held bodies() {
    return bodies;
  }

  /** Heads that are not complete, responses that are not taken. */
  public Held clients() {
    return clients;
  }

  /** How many pages are kept up to date by events. */
  public int viewers() {
    return viewers.get();
  }

  /** Goes before a page's events. */
  public void viewer(RoutingContext context) {
    if (count(context, viewers, VIEWERS_MAX)) {
      context.next();
    } else {
      context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      Problem.OVERLOADED.answer(context, "As many pages are watched here as may.");
    }
  }

  /** Whether this path is served whatever else there is to do. */
  static boolean isHealth(String path) {
    return path.startsWith("/health/");
  }

  /** Whether one more request may wait for messages. */
  public void checkWaiting() {
    if (waiting.getAsInt() >= bounds.waitingMax()) {
      throw new ProblemException(Problem.OVERLOADED, "As many requests wait here as may.");
    }
  }

  /** Answers that there is no room; what is left of the request's body is not waited for. */
  public static void refuse(RoutingContext context) {
    context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    Problem.OVERLOADED.answer(context, REFUSED);
  }

  private void admit(RoutingContext context) {
    if (!isDecodable(context)) {
      context.fail(400);
      return;
    }
    if (isHealth(context.request().path())) {
      context.next();
      return;
    }
    boolean fits = underWay.incrementAndGet() - waiting.getAsInt() <= bounds.requestsMax();
    // Also when the client goes away.
    context.addEndHandler(ended -> underWay.decrementAndGet());
    if (fits && !clients.isFull() && mayView(context)) {
      context.next();
    } else {
      refuse(context);
    }
  }

  private boolean mayView(RoutingContext context) {
    var path = context.normalizedPath();
    if (path.equals(SIGN_IN)) {
      return count(context, strangers, VIEWS_MAX);
    }
    return path.startsWith("/api/pix/")
        || path.endsWith("/events")
        || VIEWS.stream().noneMatch(path::startsWith)
        || count(context, views, VIEWS_MAX);
  }

  private static boolean isDecodable(RoutingContext context) {
    try {
      return !context.normalizedPath().isEmpty();
    } catch (IllegalArgumentException undecodable) {
      return false;
    }
  }

  private static boolean count(RoutingContext context, AtomicInteger counter, int max) {
    boolean fits = counter.incrementAndGet() <= max;
    context.addEndHandler(ended -> counter.decrementAndGet());
    return fits;
  }
}
