package dev.pixstream.redis.history;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Answers of several, of which one that fails, or takes long, spoils none of the others. */
public final class Settled {
  private static final long WITHIN_MS = 2_000;

  private Settled() {}

  /** Those that came in time, in order. It fails if none came and there should be some. */
  public static <T> Future<List<T>> answered(List<Future<T>> asked) {
    var timed = asked.stream().map(one -> one.timeout(WITHIN_MS, TimeUnit.MILLISECONDS)).toList();
    return Future.join(timed)
        .transform(
            done -> {
              List<T> answers = new ArrayList<>();
              timed.stream().filter(Future::succeeded).forEach(one -> answers.add(one.result()));
              return answers.isEmpty() && done.failed()
                  ? Future.failedFuture(done.cause())
                  : Future.succeededFuture(answers);
            });
  }
}
