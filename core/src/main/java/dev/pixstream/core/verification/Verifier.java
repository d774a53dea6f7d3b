package dev.pixstream.core.verification;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.SeqRange;
import dev.pixstream.core.store.audit.Cursor;
import dev.pixstream.core.store.audit.Snapshot;
import dev.pixstream.core.store.audit.Verification;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;

/**
 * Checks lane after lane, window after window, one look at a time. A look at two stores may catch a
 * lane in the middle of a move, so what is wrong counts only if it is still so in several looks.
 * Nothing that moves is caught twice: a message that was claimed or confirmed between two looks has
 * moved by then.
 */
public final class Verifier {
  /** How much one answer holds. */
  static final int VIOLATIONS_MAX = 100;

  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(1);
  private static final int MESSAGES_MAX = 5_000;
  private static final int LANES_MAX = 500;
  private static final int LOOKS = 4;
  private static final int PAUSE_MS = 50;

  private final Verification verification;
  private final ScheduledExecutorService timers;
  private final int messagesMax;

  public Verifier(Verification verification, ScheduledExecutorService timers) {
    this(verification, timers, MESSAGES_MAX);
  }

  /**
   * Creates one with other windows.
   *
   * @param messagesMax how many messages one look is at
   */
  Verifier(Verification verification, ScheduledExecutorService timers, int messagesMax) {
    this.verification = verification;
    this.timers = timers;
    this.messagesMax = messagesMax;
  }

  /** One lane, from its first message or from where a part of the check ended. */
  public CompletionStage<Verdict> lane(LaneId lane, long after) {
    return verification
        .lanes(Optional.of(lane), 1)
        .thenCompose(
            found -> new Round(found.equals(List.of(lane)) ? found : List.of(), after).next());
  }

  /** All lanes, from the first or from where a part of the check ended. */
  public CompletionStage<Verdict> all(Optional<Cursor> from) {
    return verification
        .lanes(from.map(Cursor::lane), LANES_MAX + 1)
        .thenCompose(
            found -> {
              boolean begun = from.filter(at -> found.indexOf(at.lane()) == 0).isPresent();
              return new Round(found, begun ? from.get().after() : 0).next();
            });
  }

  /** What one look came to, or several at the same window. */
  private record Judged(long from, long to, boolean last, List<Violation> violations) {
    /** What is wrong with the lane as a whole is said at its end, not with each window. */
    static Judged of(Snapshot snapshot) {
      var violations =
          Partition.violations(snapshot).stream()
              .filter(violation -> snapshot.last() || violation.range().isPresent())
              .toList();
      return new Judged(snapshot.from(), snapshot.to(), snapshot.last(), violations).bounded();
    }

    /** Ends where an answer is full, so that the rest comes with the next. */
    private Judged bounded() {
      if (violations.size() <= VIOLATIONS_MAX) {
        return this;
      }
      var first =
          violations.stream()
              .filter(violation -> violation.range().filter(range -> range.to() <= to).isPresent())
              .sorted((a, b) -> Long.compare(end(a), end(b)))
              .limit(VIOLATIONS_MAX)
              .toList();
      return first.isEmpty() || end(first.getLast()) >= to
          ? this
          : new Judged(from, end(first.getLast()), false, first);
    }

    private static long end(Violation violation) {
      return violation.range().map(SeqRange::to).orElse(0L);
    }
  }

  private CompletionStage<Judged> judge(LaneId lane, long after) {
    return look(lane, after).thenCompose(first -> confirm(lane, after, Judged.of(first), 1));
  }

  private CompletionStage<Snapshot> look(LaneId lane, long after) {
    return verification.look(lane, after, messagesMax);
  }

  /** Looks again while something seems wrong; what is not so any more is forgotten. */
  private CompletionStage<Judged> confirm(LaneId lane, long after, Judged before, int looks) {
    if (before.violations().isEmpty() || looks == LOOKS) {
      return CompletableFuture.completedFuture(before);
    }
    return pause(looks)
        .thenCompose(now -> look(lane, after))
        .thenCompose(
            again -> {
              var still = persisting(before.violations(), Partition.violations(again));
              var judged = new Judged(before.from(), before.to(), before.last(), still);
              return confirm(lane, after, judged, looks + 1);
            });
  }

  private CompletionStage<Void> pause(int looks) {
    var over = new CompletableFuture<Void>();
    var _ = timers.schedule(() -> over.complete(null), (long) PAUSE_MS * looks, MILLISECONDS);
    return over;
  }

  private static List<Violation> persisting(List<Violation> before, List<Violation> now) {
    return now.stream()
        .flatMap(
            violation ->
                before.stream()
                    .filter(earlier -> earlier.kind() == violation.kind())
                    .flatMap(earlier -> common(earlier, violation)))
        .toList();
  }

  /** What two violations of a kind have in common, in the words of the later one. */
  private static Stream<Violation> common(Violation before, Violation now) {
    if (before.range().isEmpty() || now.range().isEmpty()) {
      return Stream.of(now);
    }
    var a = before.range().get();
    var b = now.range().get();
    long from = Math.max(a.from(), b.from());
    long to = Math.min(a.to(), b.to());
    return from < to ? Stream.of(now.within(from, to)) : Stream.empty();
  }

  /** One part of a check, as long as it may take. */
  private final class Round {
    private final long endNanos = System.nanoTime() + ANSWER_WITHIN.toNanos();
    private final Deque<Cursor> todo = new ArrayDeque<>();
    private final List<Violation> found = new ArrayList<>();
    private int lanes;
    private long messages;

    Round(List<LaneId> lanes, long after) {
      for (var lane : lanes) {
        todo.add(new Cursor(lane, todo.isEmpty() ? after : 0));
      }
    }

    CompletionStage<Verdict> next() {
      var at = todo.peek();
      if (at == null || isFull()) {
        return CompletableFuture.completedFuture(
            new Verdict(lanes, messages, found, Optional.ofNullable(at)));
      }
      return judge(at.lane(), at.after())
          .thenCompose(
              judged -> {
                todo.remove();
                add(at.lane(), judged);
                return next();
              });
    }

    private void add(LaneId lane, Judged judged) {
      found.addAll(judged.violations());
      messages += Math.max(0, judged.to() - judged.from());
      if (judged.last()) {
        lanes++;
      } else {
        todo.addFirst(new Cursor(lane, judged.to()));
      }
    }

    private boolean isFull() {
      boolean begun = lanes > 0 || messages > 0;
      return begun
          && (lanes >= LANES_MAX || found.size() >= VIOLATIONS_MAX || System.nanoTime() > endNanos);
    }
  }
}
