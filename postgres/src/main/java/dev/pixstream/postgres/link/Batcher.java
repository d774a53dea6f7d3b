package dev.pixstream.postgres.link;

import dev.pixstream.core.async.Duty;
import dev.pixstream.core.store.StoreUnavailableException;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Requests that come while others are under way go to the store together: each call takes all that
 * wait, up to {@value #TOGETHER_MAX}. One that finds the store idle goes at once, so nobody waits
 * for company.
 *
 * @param <R> a request
 * @param <T> what it comes to
 */
public final class Batcher<R, T> {
  static final int TOGETHER_MAX = 64;

  /** So many of a call are for those who go first. */
  private static final int FIRST_MAX = TOGETHER_MAX / 2;

  private final Deadlines deadlines;
  private final int callsMax;
  private final Predicate<R> first;
  private final Call<R, T> call;
  private final Consumer<T> late;
  private final Queue<Asked<R, T>> goFirst = new ConcurrentLinkedQueue<>();
  private final Queue<Asked<R, T>> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waitingCount = new AtomicInteger();
  private final AtomicInteger calls = new AtomicInteger();

  /** Calls the store. */
  public interface Call<R, T> {
    /**
     * Asks for all of them.
     *
     * @param late is notified of answers that came after the call was given up
     * @return what each came to, in their order
     */
    CompletionStage<List<Answer<T>>> ask(List<R> requests, Consumer<List<Answer<T>>> late);
  }

  private record Asked<R, T>(R request, Deadlines.Call<T> outcome) {}

  /**
   * Creates it.
   *
   * @param deadlines of each request, from its arrival: also while it waits for calls before it
   * @param callsMax how many calls are under way at most, twice as many if they are full. The
   *     fewer, the more requests share one: a single call keeps one core of PostgreSQL busy
   * @param first which requests go before others, up to half of a call
   * @param late is notified of the outcome of a request that was given up
   */
  public Batcher(
      Deadlines deadlines, int callsMax, Predicate<R> first, Call<R, T> call, Consumer<T> late) {
    this.deadlines = deadlines;
    this.callsMax = callsMax;
    this.first = first;
    this.call = call;
    this.late = late;
  }

  /** So many calls at a time as this machine does well with. */
  public static int callsOfMachine() {
    return Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 4);
  }

  public CompletionStage<T> ask(R request) {
    var asked = new Asked<>(request, deadlines.<T>start());
    (first.test(request) ? goFirst : waiting).add(asked);
    waitingCount.incrementAndGet();
    send();
    return asked.outcome().outcome();
  }

  private void send() {
    while (waitingCount.get() > 0 && mayCall()) {
      var together = next();
      if (together.isEmpty()) {
        calls.decrementAndGet();
      } else {
        call(together)
            .whenComplete(
                (answers, failure) -> {
                  calls.decrementAndGet();
                  try {
                    send();
                  } finally {
                    afterThisTurn(() -> settle(together, answers, failure));
                  }
                });
      }
    }
  }

  /** A full call gains nothing by waiting: it runs concurrently with the others. */
  private boolean mayCall() {
    int max = waitingCount.get() < TOGETHER_MAX ? callsMax : 2 * callsMax;
    return calls.getAndUpdate(running -> running < max ? running + 1 : running) < max;
  }

  private List<Asked<R, T>> next() {
    var together = new ArrayList<Asked<R, T>>();
    take(goFirst, FIRST_MAX, together);
    take(waiting, TOGETHER_MAX, together);
    take(goFirst, TOGETHER_MAX, together);
    return together;
  }

  private void take(Queue<Asked<R, T>> queue, int max, List<Asked<R, T>> together) {
    Asked<R, T> asked;
    while (together.size() < max && (asked = queue.poll()) != null) {
      waitingCount.decrementAndGet();
      if (!asked.outcome().isOver()) {
        together.add(asked);
      }
    }
  }

  private CompletionStage<List<Answer<T>>> call(List<Asked<R, T>> together) {
    var requests = together.stream().map(Asked::request).toList();
    // A call that throws must not keep its place: it is one that failed.
    return Duty.attempt(() -> call.ask(requests, answers -> succeed(together, answers)));
  }

  /**
   * The next call has to leave before answers are written: an event loop sends what it has at the
   * end of its turn.
   */
  private static void afterThisTurn(Runnable task) {
    var here = Vertx.currentContext();
    if (here == null) {
      task.run();
    } else {
      here.runOnContext(turnIsOver -> task.run());
    }
  }

  private void settle(
      List<Asked<R, T>> together, @Nullable List<Answer<T>> answers, @Nullable Throwable failure) {
    if (answers == null) {
      fail(together, failure == null ? new IllegalStateException("no answers") : failure);
    } else if (answers.size() == together.size()) {
      succeed(together, answers);
    } else {
      // The call may have taken effect, so nobody is asked for again.
      var missing = new IllegalStateException("answers are missing");
      together.forEach(asked -> asked.outcome().fail(missing));
    }
  }

  /**
   * One of them must not spoil the others: a call that failed changed nothing, so each is asked for
   * alone. An unavailable store fails all.
   */
  private void fail(List<Asked<R, T>> together, Throwable failure) {
    if (together.size() == 1 || failure instanceof StoreUnavailableException) {
      together.forEach(asked -> asked.outcome().fail(failure));
    } else {
      together.forEach(this::alone);
    }
  }

  private void alone(Asked<R, T> asked) {
    var only = List.of(asked);
    call(only).whenComplete((answers, failure) -> settle(only, answers, failure));
  }

  private void succeed(List<Asked<R, T>> together, List<Answer<T>> answers) {
    for (int i = 0; i < together.size(); i++) {
      var outcome = together.get(i).outcome();
      switch (answers.get(i)) {
        case Answer.Told<T>(var value) -> {
          if (!outcome.succeed(value)) {
            late.accept(value);
          }
        }
        case Answer.Unreadable<T>(var why) -> outcome.fail(why);
      }
    }
  }
}
