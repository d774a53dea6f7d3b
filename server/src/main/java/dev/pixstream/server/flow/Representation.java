package dev.pixstream.server.flow;

import dev.pixstream.core.store.PullOutcome;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/** How the answer to one request is written: chosen by what its collector accepts. */
public interface Representation {
  /** How many messages a batch may have. */
  int messagesMax();

  /** How long the request waits at most; empty: as long as the rules allow. */
  default Optional<Duration> waitMax() {
    return Optional.empty();
  }

  /**
   * Writes what a pull came to.
   *
   * @return fails if the response could not be written
   */
  Future<Void> write(PullOutcome outcome);
}
