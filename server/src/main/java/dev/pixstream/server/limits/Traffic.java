package dev.pixstream.server.limits;

import dev.pixstream.core.async.Duty;
import dev.pixstream.core.model.Iteration;
import dev.pixstream.core.model.IterationId;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.TokenLeases;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The buckets of a node, asked before anything is claimed or stored (promise 9). */
public final class Traffic {
  /**
   * Answers of an institution that an iterationId is unknown: collectors get few, guessers many.
   */
  static final Rate UNKNOWN = new Rate(10, 200);

  private static final int STREAM_TAG = 6;

  private final Optional<TokenBuckets> pulls;
  private final Optional<TokenBuckets> stored;
  private final Optional<StreamBuckets> streams;
  private final Optional<TokenExchange> exchange;
  private final TokenBuckets unknown = TokenBuckets.local("unknown", UNKNOWN);

  private Traffic(
      Optional<TokenBuckets> pulls,
      Optional<TokenBuckets> stored,
      Optional<StreamBuckets> streams,
      Optional<TokenExchange> exchange) {
    this.pulls = pulls;
    this.stored = stored;
    this.streams = streams;
    this.exchange = exchange;
  }

  /**
   * Buckets in this node's memory.
   *
   * @param streamKept how long the bucket of a stream that stays away is kept
   */
  public static Traffic local(RateLimits limits, Duration streamKept) {
    int nodes = limits.nodes();
    return new Traffic(
        limits.pulls().map(rate -> TokenBuckets.local("pulls", rate.shared(nodes))),
        limits.stored().map(rate -> TokenBuckets.local("stored", rate.shared(nodes))),
        limits
            .streamPulls()
            .map(
                rate ->
                    new StreamBuckets(_ -> new LocalBucket(StreamBuckets.NAME, rate), streamKept)),
        Optional.empty());
  }

  /**
   * Buckets that all nodes share; each node's part is in its memory.
   *
   * @param streamKept how long a node follows a stream that stays away
   * @param troubles is told of what nobody expected; that Redis is away shows in the buckets
   */
  public static Traffic shared(
      RateLimits limits, Duration streamKept, TokenLeases leases, Duty.Troubles troubles) {
    var exchange = new TokenExchange(leases, TokenExchange.LEASE, troubles);
    int nodes = limits.nodes();
    return new Traffic(
        limits
            .pulls()
            .map(rate -> TokenBuckets.shared("pulls", rate, rate.shared(nodes), exchange)),
        limits
            .stored()
            .map(rate -> TokenBuckets.shared("stored", rate, rate.shared(nodes), exchange)),
        limits
            .streamPulls()
            .map(rate -> new StreamBuckets(stream -> ofStream(stream, rate, exchange), streamKept)),
        Optional.of(exchange));
  }

  /** All ids of a stream in Redis begin alike. A stream is read at one node at a time. */
  private static TokenBucket ofStream(Iteration stream, Rate rate, TokenExchange exchange) {
    var key = "stream:" + stream.id().value().substring(0, STREAM_TAG);
    return new SharedBucket(stream.lane(), StreamBuckets.NAME, key, rate, rate, exchange);
  }

  /** A stream is to be opened; a quota only if it is refused. */
  public Optional<Quota> open(LaneId lane) {
    return pulls.map(buckets -> buckets.take(lane, 1)).filter(quota -> !quota.granted());
  }

  /**
   * A pull; a quota only if it is refused. What its own stream's bucket refuses costs the
   * institution nothing.
   */
  public Optional<Quota> pull(LaneId lane, IterationId id) {
    return streams
        .flatMap(buckets -> buckets.take(new Iteration(lane, id)))
        .filter(quota -> !quota.granted())
        .or(() -> open(lane));
  }

  /**
   * A request with an iterationId; a quota only if so many ids of this institution were unknown
   * that it seems to guess. It is asked before the id is looked up, so it tells nothing of it.
   */
  public Optional<Quota> guess(LaneId lane) {
    return Optional.of(unknown.look(lane)).filter(quota -> !quota.granted());
  }

  /** An iterationId of this institution was unknown. */
  public void missed(LaneId lane) {
    var _ = unknown.take(lane, 1);
  }

  /** A pull with one id was answered with another, or with the same. */
  public void answered(LaneId lane, IterationId asked, IterationId next) {
    streams.ifPresent(
        buckets -> buckets.answered(new Iteration(lane, asked), new Iteration(lane, next)));
  }

  public void closed(LaneId lane, IterationId id) {
    streams.ifPresent(buckets -> buckets.closed(new Iteration(lane, id)));
  }

  /** Whether any message may be stored now; empty where nothing limits. */
  public Optional<Quota> mayStore(LaneId lane) {
    return stored.map(buckets -> buckets.look(lane));
  }

  /** Takes so many tokens; empty where nothing limits. */
  public CompletionStage<Optional<Quota>> store(LaneId lane, long tokens) {
    return stored
        .map(buckets -> buckets.takeSoon(lane, tokens).thenApply(Optional::of))
        .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
  }

  /** To be called twenty times a second: settles what nodes share. */
  public void settle() {
    exchange.ifPresent(TokenExchange::tick);
  }

  /** To be called about once a second: forgets what is as good as new. */
  public void sweep() {
    unknown.sweep();
    pulls.ifPresent(TokenBuckets::sweep);
    stored.ifPresent(TokenBuckets::sweep);
    streams.ifPresent(StreamBuckets::sweep);
  }
}
