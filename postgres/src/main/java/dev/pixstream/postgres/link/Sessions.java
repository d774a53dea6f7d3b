package dev.pixstream.postgres.link;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.function.Supplier;

/**
 * A pool that is opened anew when its database takes no writes any more. Connections that are open
 * would stay with an old primary for ever; new ones look up the name again, or ask the hosts.
 */
public final class Sessions {
  private final Primary primary;
  private final Supplier<Pool> opening;
  private volatile Pool now;
  private boolean closed;

  Sessions(Primary primary, Supplier<Pool> opening) {
    this.primary = primary;
    this.opening = opening;
    this.now = opening.get();
  }

  public Pool pool() {
    return now;
  }

  /** A connection of this pool takes no writes. */
  public void leave(Pool pool) {
    if (pool.equals(now)) {
      primary.leave();
    }
  }

  /** A connection was lost, or could not be made. */
  public void lost() {
    primary.lost();
  }

  synchronized void renew() {
    if (!closed) {
      var old = now;
      now = opening.get();
      var _ = old.close();
    }
  }

  public synchronized Future<Void> close() {
    closed = true;
    return now.close();
  }
}
