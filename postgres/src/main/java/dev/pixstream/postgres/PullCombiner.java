package dev.pixstream.postgres;

import dev.pixstream.core.IterationId;
import dev.pixstream.core.IterationIds;
import dev.pixstream.core.PullOutcome;
import dev.pixstream.core.PullRequest;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Pulls that arrive while others are under way go to the store together: each call takes all that
 * wait. A pull that finds the store idle goes at once and alone, so nobody waits for company.
 */
final class PullCombiner {
  private static final int PULLS_MAX = 64;
  private static final String PULL_MANY =
      "SELECT place, payloads, redelivered, lease_until, stream, stored_at"
          + " FROM pixstream.pull_many($1, $2, $3, $4, $5)";

  private final Calls claims;
  private final Deadlines deadlines;
  private final Consumer<PullOutcome> late;
  private final int leaseMs;
  private final Bounds bounds;
  private final Function<PullRequest, CompletionStage<PullOutcome>> alone;
  private final IterationIds ids = new IterationIds();
  private final ConcurrentLinkedQueue<Pull> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger calls = new AtomicInteger();

  /**
   * How pulls are combined.
   *
   * @param callsMax how many calls are under way at most. The fewer, the more pulls share one: a
   *     single call keeps one core of PostgreSQL busy
   * @param togetherMin so many pulls or more go together; 2, except in tests
   */
  record Bounds(int callsMax, int togetherMin) {
    static Bounds ofMachine() {
      return new Bounds(Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 4), 2);
    }
  }

  /**
   * Creates it.
   *
   * @param deadlines of each pull, from its arrival: also while it waits for calls before it
   * @param late is told what a pull came to that had been given up
   * @param alone asks the store for one pull
   */
  PullCombiner(
      Calls claims,
      Deadlines deadlines,
      Consumer<PullOutcome> late,
      Duration lease,
      Bounds bounds,
      Function<PullRequest, CompletionStage<PullOutcome>> alone) {
    this.claims = claims;
    this.deadlines = deadlines;
    this.late = late;
    this.leaseMs = (int) lease.toMillis();
    this.bounds = bounds;
    this.alone = alone;
  }

  private record Pull(PullRequest request, Deadlines.Call<PullOutcome> call) {}

  CompletionStage<PullOutcome> pull(PullRequest request) {
    var pull = new Pull(request, deadlines.start());
    waiting.add(pull);
    send();
    return pull.call().outcome();
  }

  private void settle(Pull pull, PullOutcome outcome) {
    if (!pull.call().succeed(outcome)) {
      late.accept(outcome);
    }
  }

  private void send() {
    while (!waiting.isEmpty() && mayCall()) {
      var pulls = next();
      if (pulls.isEmpty()) {
        calls.decrementAndGet();
      } else if (pulls.size() < bounds.togetherMin()) {
        askAlone(pulls.getFirst()).whenComplete((done, failure) -> ended());
      } else {
        askTogether(pulls);
      }
    }
  }

  private boolean mayCall() {
    return calls.getAndUpdate(running -> Math.min(running + 1, bounds.callsMax()))
        < bounds.callsMax();
  }

  private void ended() {
    calls.decrementAndGet();
    send();
  }

  private List<Pull> next() {
    var pulls = new ArrayList<Pull>();
    Pull pull;
    while (pulls.size() < PULLS_MAX && (pull = waiting.poll()) != null) {
      if (!pull.call().isOver()) {
        pulls.add(pull);
      }
    }
    return pulls;
  }

  private CompletionStage<PullOutcome> askAlone(Pull pull) {
    return alone
        .apply(pull.request())
        .whenComplete(
            (outcome, failure) -> {
              if (failure == null) {
                settle(pull, outcome);
              } else {
                pull.call().fail(failure);
              }
            });
  }

  private void askTogether(List<Pull> pulls) {
    int count = pulls.size();
    var ispbs = new String[count];
    var asked = new String[count];
    var given = new String[count];
    var maxes = new Integer[count];
    for (int i = 0; i < count; i++) {
      var request = pulls.get(i).request();
      ispbs[i] = request.ispb().value();
      asked[i] = request.id().value();
      given[i] = ids.next().value();
      maxes[i] = request.messagesMax();
    }
    claims
        .all(
            PULL_MANY,
            Tuple.of(ispbs, asked, given, maxes, leaseMs),
            Function.identity(),
            rows -> settleDelivered(pulls, given, rows))
        .whenComplete(
            (rows, failure) -> {
              ended();
              if (failure == null) {
                afterThisTurn(() -> settleDelivered(pulls, given, rows).forEach(this::askAlone));
              } else {
                pulls.forEach(pull -> pull.call().fail(failure));
              }
            });
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

  /**
   * Settles what is in the answer, and returns the pulls that are not: they are none of the plain
   * ones, and each is to be asked for alone.
   */
  private List<Pull> settleDelivered(List<Pull> pulls, String[] given, RowSet<Row> rows) {
    var left = new BitSet();
    left.set(0, pulls.size());
    for (var row : rows) {
      int place = row.getInteger(0) - 1;
      var pull = pulls.get(place);
      left.clear(place);
      settle(
          pull,
          new PullOutcome.Delivered(
              new IterationId(given[place]),
              Rows.payloads(row.getArrayOfBuffers(1)),
              row.getInteger(2),
              row.getOffsetDateTime(3).toInstant(),
              false,
              row.getLong(4),
              Rows.instant(row, "stored_at")));
    }
    return left.stream().mapToObj(pulls::get).toList();
  }
}
