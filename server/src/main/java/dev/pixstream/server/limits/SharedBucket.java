package dev.pixstream.server.limits;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.TokenLeases.Answer;
import dev.pixstream.core.store.TokenLeases.Ask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A node's part of a bucket that all nodes share.
 *
 * <p>The node holds tokens for the next 100 ms at its present pace and gives out of those. Where it
 * holds none it may <em>advance</em> some, and settles afterwards: as many as it believes to be
 * there (what was left at the last answer, and what has come back since; a bucket that it does not
 * know is full), and never more than {@link #advance}. So nobody who pulls waits for an answer.
 *
 * <p>In any time t all nodes together give out no more than burst + t × rate + nodes × advance. For
 * what they hold was taken from the bucket before; and what they advance brings it no further below
 * zero than that. Think of the node that advanced last. Either it had not asked since the bucket
 * was last above zero, then it adds one advance to what the others owe. Or it saw what was owed
 * when it asked, and waited until that had come back; then only what the others advanced since is
 * owed besides its own, and those are fewer nodes by one. Forgetting a bucket that has had the time
 * to fill changes nothing: it is believed full either way.
 *
 * <p>While whoever has the buckets is away, the node limits by its own share.
 */
final class SharedBucket implements TokenBucket {
  /** How long a few advanced tokens may stay unsettled, so that rare requests cost few calls. */
  private static final long UNSETTLED_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How many requests between two ticks make it worth to take tokens ahead. */
  private static final int BUSY = 4;

  private static final long ADVANCE_LEAST = 10;
  private static final double NANOS = 1e9;

  private final LaneId lane;
  private final String name;
  private final String key;
  private final Rate rate;
  private final Rate share;
  private final TokenExchange exchange;

  /** Below zero: advanced. */
  private long held;

  private long heldUntil;

  /** Held for too long: not given out any more, only brought back. */
  private long unused;

  private long unsettledSince;

  /** What was left, as the last answer said. */
  private long left;

  private long leftAt = System.nanoTime();

  /** Since the last tick: how many tokens were given out, to how many requests. */
  private long given;

  private int requests;

  /** How many it holds at best. */
  private long target;

  private boolean underWay;
  private long owedUnderWay;
  private long askedAt;
  private boolean away;
  private Optional<LocalBucket> own = Optional.empty();
  private List<Waiting> waiting = new ArrayList<>();
  private List<Waiting> waitingUnderWay = List.of();

  /**
   * Creates it.
   *
   * @param key names it among those of the institution
   * @param share what this node gives out alone
   */
  SharedBucket(
      LaneId lane, String name, String key, Rate rate, Rate share, TokenExchange exchange) {
    this.lane = lane;
    this.name = name;
    this.key = key;
    this.rate = rate;
    this.share = share;
    this.exchange = exchange;
    this.left = rate.burst();
  }

  /** What comes back in 100 ms, at least 10, at most what the bucket holds. */
  static long advance(Rate rate) {
    return Math.min(rate.burst(), Math.max(ADVANCE_LEAST, rate.perSecond() / 10));
  }

  LaneId lane() {
    return lane;
  }

  @Override
  public Quota take(long tokens) {
    boolean soon;
    Quota quota;
    synchronized (this) {
      long now = System.nanoTime();
      quota = away ? ownBucket().take(tokens) : spend(bounded(tokens), advance(rate), now);
      touched(quota.granted());
      soon = !underWay && !away && -held > advance(rate) / 2;
    }
    if (soon) {
      exchange.settle(this);
    }
    return quota;
  }

  /** Asks for what is not at hand: advances nothing. */
  @Override
  public CompletionStage<Quota> takeSoon(long tokens) {
    var asked = new Waiting(bounded(tokens), new CompletableFuture<>());
    synchronized (this) {
      var quota = away ? ownBucket().take(tokens) : spend(asked.tokens(), 0, System.nanoTime());
      touched(quota.granted());
      if (quota.granted() || away) {
        return CompletableFuture.completedFuture(quota);
      }
      waiting.add(asked);
    }
    exchange.settle(this);
    return asked
        .answer()
        .orTimeout(exchange.leaseNanos(), TimeUnit.NANOSECONDS)
        .exceptionally(late -> takeOwn(tokens));
  }

  @Override
  public synchronized Quota look() {
    if (away) {
      return ownBucket().look();
    }
    long now = System.nanoTime();
    drop(now);
    return quota(believed(now) + held >= 1, 1, now);
  }

  @Override
  public synchronized boolean isFull() {
    return held == 0
        && unused == 0
        && !underWay
        && waiting.isEmpty()
        && own.map(LocalBucket::isFull).orElse(true)
        && believed(System.nanoTime()) >= rate.burst();
  }

  /** Twenty times a second while it is in use: whether it has to be settled now. */
  synchronized boolean tick() {
    long now = System.nanoTime();
    drop(now);
    target = requests >= BUSY && !away ? Math.min(rate.burst(), 2 * given) : 0;
    boolean used = requests > 0;
    given = 0;
    requests = 0;
    if (underWay) {
      return false;
    }
    if (held == 0 && unused == 0 && target == 0 && !(away && used)) {
      exchange.rests(this);
      return false;
    }
    return held >= 0 || target > 0 || away || now - unsettledSince >= UNSETTLED_NANOS;
  }

  /** What to ask now; nothing if it is being asked. What it brings back it no longer has. */
  synchronized Optional<Ask> begin() {
    if (underWay) {
      return Optional.empty();
    }
    underWay = true;
    askedAt = System.nanoTime();
    drop(askedAt);
    waitingUnderWay = waiting;
    waiting = new ArrayList<>();
    long needed = target + waitingUnderWay.stream().mapToLong(Waiting::tokens).sum();
    long surplus = Math.max(0, held - needed);
    held -= surplus;
    surplus += unused;
    unused = 0;
    owedUnderWay = Math.max(0, -held);
    long wanted = Math.min(rate.burst(), needed - Math.min(needed, Math.max(0, held)));
    return Optional.of(
        new Ask(key, rate.perSecond(), rate.burst(), owedUnderWay - surplus, wanted));
  }

  void answered(Answer answer) {
    List<Runnable> answers = new ArrayList<>();
    boolean more;
    synchronized (this) {
      underWay = false;
      away = false;
      own = own.filter(bucket -> !bucket.isFull());
      held += owedUnderWay + answer.granted();
      left = answer.left();
      leftAt = System.nanoTime();
      // What came late is still for those who asked for it.
      heldUntil = Math.max(askedAt + exchange.leaseNanos(), leftAt);
      unsettledSince = leftAt;
      for (var one : waitingUnderWay) {
        if (!one.answer().isDone()) {
          var quota = spend(one.tokens(), 0, leftAt);
          answers.add(() -> one.answer().complete(quota));
        }
      }
      waitingUnderWay = List.of();
      more = !waiting.isEmpty();
    }
    answers.forEach(Runnable::run);
    if (more) {
      exchange.settle(this);
    }
  }

  /** Nobody knows whether it was settled; it is settled again, so that never too much is given. */
  void failed() {
    List<Runnable> answers = new ArrayList<>();
    synchronized (this) {
      underWay = false;
      away = true;
      for (var these : List.of(waitingUnderWay, waiting)) {
        for (var one : these) {
          var quota = ownBucket().take(one.tokens());
          answers.add(() -> one.answer().complete(quota));
        }
      }
      waitingUnderWay = List.of();
      waiting = new ArrayList<>();
    }
    answers.forEach(Runnable::run);
  }

  private synchronized Quota takeOwn(long tokens) {
    return ownBucket().take(tokens);
  }

  private LocalBucket ownBucket() {
    var bucket = own.orElseGet(() -> new LocalBucket(name, share));
    own = Optional.of(bucket);
    return bucket;
  }

  private Quota spend(long tokens, long advance, long now) {
    drop(now);
    long reach = held + Math.clamp(believed(now), 0, advance);
    boolean granted = reach >= tokens;
    if (granted) {
      unsettledSince = held < 0 ? unsettledSince : now;
      held -= tokens;
      given += tokens;
    }
    return quota(granted, tokens, now);
  }

  private Quota quota(boolean granted, long tokens, long now) {
    long there = believed(now) + held;
    var until =
        granted
            ? Duration.ZERO
            : Duration.ofNanos(
                (long) ((double) Math.max(0, tokens - there) * NANOS / (double) rate.perSecond()));
    return new Quota(name, rate, granted, Math.clamp(there, 0, rate.burst()), until);
  }

  /** What is left in the bucket, unless others took from it or brought back. */
  private long believed(long now) {
    double back = (double) (now - leftAt) / NANOS * (double) rate.perSecond();
    return (long) Math.min((double) rate.burst(), Math.floor((double) left + back));
  }

  private void drop(long now) {
    if (held > 0 && now - heldUntil > 0) {
      unused += held;
      held = 0;
    }
  }

  private void touched(boolean granted) {
    if (granted || away) {
      requests++;
    }
    exchange.works(this);
  }

  private long bounded(long tokens) {
    return Math.min(tokens, rate.burst());
  }
}
