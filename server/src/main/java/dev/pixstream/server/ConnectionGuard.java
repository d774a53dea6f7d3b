package dev.pixstream.server;

import dev.pixstream.server.limits.Bounds;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Cuts the connections of clients that are too slow, on purpose or not. What counts is when a head
 * or a body is complete and whether a response is taken: a byte now and then does not help. It
 * belongs to one event loop and is used by it alone.
 */
final class ConnectionGuard {
  private final Bounds bounds;
  private final Map<HttpConnection, Watched> connections = new HashMap<>();

  ConnectionGuard(Bounds bounds) {
    this.bounds = bounds;
  }

  void opened(HttpConnection connection) {
    connections.put(connection, new Watched(System.nanoTime()));
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
    if (watched.isLast() || !isWritable(request.connection())) {
      // Who sends on without taking what it is sent would fill the memory with responses.
      request.connection().close();
      return false;
    }
    watched.began(request, System.nanoTime());
    return true;
  }

  /**
   * At once. A close through the channel is orderly and waits for the client to take what is still
   * to be written; through the context it passes Vert.x by.
   */
  private static void cut(HttpConnection connection) {
    if (connection instanceof HttpServerConnection known) {
      var _ = known.channelHandlerContext().close();
    } else {
      connection.close();
    }
  }

  private static boolean isWritable(HttpConnection connection) {
    return !(connection instanceof HttpServerConnection known)
        || known.channelHandlerContext().channel().isWritable();
  }

  /** To be called a few times in the shortest bound. */
  void look() {
    long now = System.nanoTime();
    for (var entry : List.copyOf(connections.entrySet())) {
      if (entry.getValue().isOver(entry.getKey(), now)) {
        cut(entry.getKey());
      }
    }
  }

  private final class Watched {
    private Optional<HttpServerRequest> request = Optional.empty();
    private long sinceNanos;
    private long fullSinceNanos;
    private boolean idle;
    private boolean full;
    private boolean last;

    Watched(long now) {
      this.sinceNanos = now;
    }

    void began(HttpServerRequest next, long now) {
      request = Optional.of(next);
      sinceNanos = now;
      idle = false;
      // Netty drops a Content-Length that comes with it, and a proxy may have believed that one:
      // what follows on the connection is not to be trusted (RFC 9112, 6.1).
      last = next.headers().contains(HttpHeaders.TRANSFER_ENCODING);
      if (last) {
        next.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      }
    }

    boolean isOver(HttpConnection connection, long now) {
      if (request.isEmpty()) {
        return isPast(bounds.headTimeout(), sinceNanos, now);
      }
      if (full(connection, now)) {
        return isPast(bounds.writeTimeout(), fullSinceNanos, now);
      }
      var latest = request.get();
      if (!latest.response().ended()) {
        return !latest.isEnded()
            && isPast(bounds.bodyTimeout(), sinceNanos, now)
            && answered(latest);
      }
      if (!idle) {
        idle = true;
        sinceNanos = now;
      }
      boolean closing = isLast();
      if (closing) {
        connection.close();
      }
      return isPast(closing ? bounds.writeTimeout() : bounds.idleTimeout(), sinceNanos, now);
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
    private boolean full(HttpConnection connection, long now) {
      boolean before = full;
      full = !isWritable(connection);
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
