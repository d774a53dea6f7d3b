package dev.pixstream.server.http;

import dev.pixstream.server.connections.Held;
import dev.pixstream.server.connections.Line;
import dev.pixstream.server.limits.Bounds;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Cuts the connections of clients that are too slow, on purpose or not. What counts is when a head
 * or a body is complete and whether a response is taken: a byte now and then does not help. While
 * the node holds half of what it may for its clients, those that keep it waiting have a second. It
 * belongs to one event loop and is used by it alone.
 */
final class ConnectionGuard {
  private static final Duration TIGHT = Duration.ofSeconds(1);

  private final Bounds bounds;
  private final HttpServerOptions options;
  private final Held held;
  private final Map<HttpConnection, Watched> connections = new HashMap<>();

  ConnectionGuard(Bounds bounds, HttpServerOptions options, Held held) {
    this.bounds = bounds;
    this.options = options;
    this.held = held;
  }

  void opened(HttpConnection connection) {
    var line = Line.of(connection, options, held);
    connections.put(connection, new Watched(line, System.nanoTime()));
    connection.closeHandler(closed -> connections.remove(connection));
  }

  /**
   * A request's head is complete.
   *
   * @return whether it may be served; if not, its connection is being closed
   */
  boolean began(HttpServerRequest request) {
    var watched = connections.get(request.connection());
    if (watched == null) {
      return true;
    }
    if (watched.isLast() || !watched.line.isWritable()) {
      // Who sends on without taking what it is sent would fill the memory with responses.
      request.connection().close();
      return false;
    }
    watched.began(request, System.nanoTime());
    return !watched.line.isExtra() || watched.mayBeExtra(request);
  }

  /** To be called a few times in the shortest bound. */
  void look() {
    long now = System.nanoTime();
    for (var entry : List.copyOf(connections.entrySet())) {
      if (entry.getValue().isOver(entry.getKey(), now)) {
        entry.getValue().line.cut();
      }
    }
  }

  private final class Watched {
    private final Line line;
    private Optional<HttpServerRequest> request = Optional.empty();
    private long sinceNanos;
    private long fullSinceNanos;
    private boolean first = true;
    private boolean idle;
    private boolean full;
    private boolean last;

    Watched(Line line, long now) {
      this.line = line;
      this.sinceNanos = now;
    }

    void began(HttpServerRequest next, long now) {
      request = Optional.of(next);
      sinceNanos = now;
      first = false;
      idle = false;
      // Netty drops a Content-Length that comes with it, and a proxy may have believed that one:
      // what follows on the connection is not to be trusted (RFC 9112, 6.1).
      last = next.headers().contains(HttpHeaders.TRANSFER_ENCODING);
      if (last) {
        next.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      }
    }

    /** Beyond the bound of connections there is health, and that it is beyond the bound. */
    boolean mayBeExtra(HttpServerRequest asked) {
      last = true;
      asked.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      if (Admission.isHealth(asked.path())) {
        return true;
      }
      Problem.OVERLOADED.answerLast(asked, "This node has as many connections as it may.");
      return false;
    }

    boolean isOver(HttpConnection connection, long now) {
      long kept = line.keptNanos(now);
      if (held.isTight() && kept > TIGHT.toNanos()) {
        return true;
      }
      if (full(now)) {
        return isPast(bounds.writeTimeout(), fullSinceNanos, now);
      }
      if (line.untakenNanos(now) > bounds.writeTimeout().toNanos()) {
        return true;
      }
      if (first) {
        return isPast(bounds.headTimeout(), sinceNanos, now);
      }
      return isOver(request, connection, now);
    }

    private boolean isOver(
        Optional<HttpServerRequest> latest, HttpConnection connection, long now) {
      if (latest.isPresent() && !latest.get().response().ended()) {
        var asked = latest.get();
        return !asked.isEnded() && isPast(bounds.bodyTimeout(), sinceNanos, now) && answered(asked);
      }
      if (!idle) {
        idle = true;
        sinceNanos = now;
        last = isLast();
        request = Optional.empty();
      }
      if (last) {
        connection.close();
      }
      return isPast(last ? bounds.writeTimeout() : bounds.idleTimeout(), sinceNanos, now);
    }

    /**
     * Whether no request may follow; also if the last response said so, which Vert.x leaves to us.
     */
    boolean isLast() {
      return last
          || request
              .map(HttpServerRequest::response)
              .filter(response -> response.ended())
              .filter(
                  response ->
                      response.headers().contains(HttpHeaders.CONNECTION, HttpHeaders.CLOSE, true))
              .isPresent();
    }

    /** Whether so much is still to be written that the client must be slow to take it. */
    private boolean full(long now) {
      boolean before = full;
      full = !line.isWritable();
      if (full && !before) {
        fullSinceNanos = now;
      }
      return full;
    }

    /** Says 408; the connection is closed after it. */
    private boolean answered(HttpServerRequest slow) {
      Problem.REQUEST_TIMEOUT.answerLast(slow, "The body took too long.");
      return false;
    }

    private static boolean isPast(Duration bound, long since, long now) {
      return now - since > bound.toNanos();
    }
  }
}
