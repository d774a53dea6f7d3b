package dev.pixstream.redis.link;

import dev.pixstream.core.async.Duty;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls that arrive while one is under way go together with the next. Who finds none under way goes
 * at once.
 *
 * @param <T> what is asked
 * @param <R> what is answered
 */
public final class Together<T, R> {
  private final Function<List<T>, CompletionStage<List<R>>> call;
  private final int max;
  private final ConcurrentLinkedQueue<Asked<T, R>> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean underWay = new AtomicBoolean();

  private record Asked<T, R>(T what, Promise<R> answer) {}

  /**
   * Creates it.
   *
   * @param call answers each, in the same order
   * @param max how many go together at most
   */
  public Together(Function<List<T>, CompletionStage<List<R>>> call, int max) {
    this.call = call;
    this.max = max;
  }

  public Future<R> ask(T what) {
    var asked = new Asked<T, R>(what, Promise.promise());
    waiting.add(asked);
    send();
    return asked.answer().future();
  }

  private void send() {
    while (!waiting.isEmpty() && underWay.compareAndSet(false, true)) {
      var these = next();
      if (these.isEmpty()) {
        underWay.set(false);
      } else {
        send(these);
      }
    }
  }

  private List<Asked<T, R>> next() {
    List<Asked<T, R>> these = new ArrayList<>();
    for (var asked = waiting.poll(); asked != null; asked = waiting.poll()) {
      these.add(asked);
      if (these.size() == max) {
        break;
      }
    }
    return these;
  }

  private void send(List<Asked<T, R>> these) {
    // A call that throws must not keep the others out: it is one that failed.
    Duty.attempt(() -> call.apply(these.stream().map(Asked::what).toList()))
        .whenComplete(
            (answers, failure) -> {
              underWay.set(false);
              try {
                send();
              } finally {
                settle(these, answers, failure);
              }
            });
  }

  private static <T, R> void settle(
      List<Asked<T, R>> these, @Nullable List<R> answers, @Nullable Throwable failure) {
    for (int i = 0; i < these.size(); i++) {
      var answer = these.get(i).answer();
      if (answers != null && i < answers.size()) {
        answer.tryComplete(answers.get(i));
      } else {
        answer.tryFail(failure == null ? new IllegalStateException("no answer") : failure);
      }
    }
  }
}
