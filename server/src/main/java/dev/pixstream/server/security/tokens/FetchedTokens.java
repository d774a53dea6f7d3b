package dev.pixstream.server.security.tokens;

import dev.pixstream.server.security.InvalidSecurityException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens of an issuer whose keys are fetched: now and then, and when a token names a key that is
 * not known. A thread of its own fetches, so nobody waits for an issuer that is slow; what was
 * fetched last stays in force until there is a newer set.
 */
public final class FetchedTokens implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FetchedTokens.class);

  private final String where;
  private final Times times;
  private final Function<TokenKeys, Tokens> making;
  private final LongAdder failures = new LongAdder();
  private final AtomicReference<@Nullable CompletableFuture<Boolean>> wanted =
      new AtomicReference<>();
  private final Thread thread;
  private TokenKeys keys;
  private long askedNanos = System.nanoTime();
  private volatile long readNanos;
  private volatile Tokens current;
  private volatile String complaint = "";
  private volatile boolean closed;

  /**
   * When it fetches.
   *
   * @param every after the last time, when all is well
   * @param retry after the last time, when that failed
   * @param soonest after the last time, whatever is asked for
   * @param within how long a fetch may take
   */
  public record Times(Duration every, Duration retry, Duration soonest, Duration within) {
    public static final Times DEFAULT =
        new Times(
            Duration.ofMinutes(5), Duration.ofSeconds(10), Duration.ofSeconds(2), KeyFetch.WITHIN);
  }

  /**
   * Fetches for the first time.
   *
   * @param making tokens of a set of keys
   * @throws InvalidSecurityException if that fails
   */
  public FetchedTokens(String where, Times times, Function<TokenKeys, Tokens> making) {
    this.where = where;
    this.times = times;
    this.making = making;
    this.keys = TokenKeys.fetch(where, times.within());
    this.current = making.apply(keys);
    this.readNanos = System.nanoTime();
    this.thread = Thread.ofVirtual().name("token-keys").start(this::run);
  }

  public Tokens get() {
    return current;
  }

  /** Completes when keys were fetched, or could not be: by a fetch that begins after this call. */
  public CompletableFuture<Boolean> refresh() {
    var mine = new CompletableFuture<Boolean>();
    var there = wanted.compareAndExchange(null, mine);
    LockSupport.unpark(thread);
    return (there == null ? mine : there).copy();
  }

  /** How old the keys in force are. */
  public Duration age() {
    return Duration.ofNanos(System.nanoTime() - readNanos);
  }

  /** Why the last fetch failed; empty if it did not. */
  public String complaint() {
    return complaint;
  }

  public long failures() {
    return failures.sum();
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  private void run() {
    while (!closed) {
      var pause =
          wanted.get() != null
              ? times.soonest()
              : complaint.isEmpty() ? times.every() : times.retry();
      long left = pause.toNanos() - (System.nanoTime() - askedNanos);
      if (left > 0) {
        LockSupport.parkNanos(this, left);
      } else {
        askedNanos = System.nanoTime();
        var asked = wanted.getAndSet(null);
        fetch();
        if (asked != null) {
          asked.complete(true);
        }
      }
    }
  }

  private void fetch() {
    try {
      var fetched = TokenKeys.fetch(where, times.within());
      if (!fetched.equals(keys)) {
        current = making.apply(fetched);
        keys = fetched;
        LOG.info("The keys of tokens have changed: {}", where);
      }
      readNanos = System.nanoTime();
      complaint = "";
    } catch (RuntimeException | Error e) {
      failed(e);
    }
  }

  private void failed(Throwable failure) {
    if (closed) {
      return;
    }
    failures.increment();
    var said =
        failure instanceof InvalidSecurityException
            ? String.valueOf(failure.getMessage())
            : failure.toString();
    if (!said.equals(complaint)) {
      LOG.error("Keys of tokens, {} s old, stay in force: {}", age().toSeconds(), said);
      complaint = said;
    }
  }
}
