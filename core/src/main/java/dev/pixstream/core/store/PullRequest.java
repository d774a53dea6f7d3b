package dev.pixstream.core.store;

import dev.pixstream.core.model.Iteration;
import dev.pixstream.core.model.IterationId;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.Nonce;
import java.time.Duration;

/**
 * One request of a collector, as the store sees it.
 *
 * @param lane the lane
 * @param id the id it asks with; for an opening, the id that names the stream until it has a batch
 * @param messagesMax how many messages it accepts, 1 to 10
 * @param nonce names the request among all requests of all nodes
 * @param arrivedNanos when it arrived, as {@link System#nanoTime} said: of two requests with one id
 *     the one that arrived later is served
 * @param waitMax how long it will wait, from its arrival, if there is nothing; the lease counts
 *     from the end of that
 */
public record PullRequest(
    LaneId lane,
    IterationId id,
    int messagesMax,
    Nonce nonce,
    long arrivedNanos,
    Duration waitMax) {

  /** How long ago it arrived. */
  public Duration waited() {
    return Duration.ofNanos(System.nanoTime() - arrivedNanos);
  }

  /** What it asks for. */
  public Iteration iteration() {
    return new Iteration(lane, id);
  }

  /** How long it will go on waiting; zero when its time is over. */
  public Duration left() {
    var left = waitMax.minus(waited());
    return left.isNegative() ? Duration.ZERO : left;
  }
}
