package dev.pixstream.postgres.link;

import dev.pixstream.core.store.StoreUnavailableException;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends calls that take too long, so that a database that is frozen, with its connections still
 * open, keeps nobody waiting. All calls under way are looked through a few times in their longest
 * time: a timer for each would cost every pull.
 */
public final class Deadlines {
  private static final int LOOKS = 8;

  private final long callMaxNanos;
  private final Vertx vertx;
  private final long timer;
  private final String message;
  private final Set<Call<?>> underWay = ConcurrentHashMap.newKeySet();

  public Deadlines(Vertx vertx, Duration callMax) {
    this.vertx = vertx;
    this.callMaxNanos = callMax.toNanos();
    this.message = "PostgreSQL did not answer within " + callMax.toMillis() + " ms";
    this.timer = vertx.setPeriodic(Math.max(10, callMax.toMillis() / LOOKS), id -> look());
  }

  /** A call that ends in time, with whatever it comes to, or as unavailable. */
  public <T> Call<T> start() {
    var call = new Call<T>(System.nanoTime());
    underWay.add(call);
    return call;
  }

  public void close() {
    vertx.cancelTimer(timer);
  }

  private void look() {
    long now = System.nanoTime();
    underWay.stream()
        .filter(call -> now - call.startedNanos >= callMaxNanos)
        .forEach(call -> call.fail(new StoreUnavailableException(message)));
  }

  /** One call to the store. */
  public final class Call<T> {
    private final long startedNanos;
    private final CompletableFuture<T> outcome = new CompletableFuture<>();

    private Call(long startedNanos) {
      this.startedNanos = startedNanos;
    }

    public CompletionStage<T> outcome() {
      return outcome;
    }

    public boolean isOver() {
      return outcome.isDone();
    }

    /** Says whether anybody still wanted to know. */
    public boolean succeed(T result) {
      underWay.remove(this);
      return outcome.complete(result);
    }

    public void fail(Throwable failure) {
      underWay.remove(this);
      outcome.completeExceptionally(failure);
    }
  }
}
