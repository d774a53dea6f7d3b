package dev.pixstream.benchmark.suite;

import dev.pixstream.benchmark.suite.harness.Drain;
import dev.pixstream.benchmark.suite.harness.Installation;
import dev.pixstream.benchmark.suite.harness.Stats;
import dev.pixstream.benchmark.suite.harness.Workload;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What processing costs the collectors, and whether the worker keeps up: the same drain with the
 * worker turned off and with it posting to the ledger at the same time, in one run, interleaved.
 */
final class ProcessingBenchmark {

  /** Until the JIT compilers of both servers have done. */
  private static final int WARM_UPS = 3;

  private static final Duration POSTED_WITHIN = Duration.ofMinutes(5);

  private final PrintStream out;
  private final int rounds;
  private final Workload workload;
  private final Duration drainMax;

  ProcessingBenchmark(PrintStream out, int rounds, int messages, int seconds) {
    this.out = out;
    this.rounds = rounds;
    this.workload = new Workload(messages);
    this.drainMax = Duration.ofSeconds(seconds);
  }

  void run() throws Exception {
    try (var alone = new Installation(workload, "--worker", "off");
        var posting = new Installation(workload, "--worker", "on")) {
      out.println(workload + ", " + Workload.MANY);
      for (int i = 0; i < WARM_UPS; i++) {
        drain(alone);
        drain(posting);
        awaitPosted(posting);
      }
      var kept = new ArrayList<Double>();
      var meanwhile = new ArrayList<Double>();
      var overall = new ArrayList<Double>();
      for (int round = 1; round <= rounds; round++) {
        boolean aloneFirst = round % 2 == 1;
        double before = aloneFirst ? drain(alone).messagesPerSecond() : 0;
        long started = System.nanoTime();
        var drained = drain(posting);
        long then = posted(posting);
        double drainSeconds = (System.nanoTime() - started) / 1e9;
        awaitPosted(posting);
        double allSeconds = (System.nanoTime() - started) / 1e9;
        double without = aloneFirst ? before : drain(alone).messagesPerSecond();
        kept.add(drained.messagesPerSecond() / without);
        meanwhile.add(then / drainSeconds);
        overall.add(posted(posting) / allSeconds);
        out.printf(
            Locale.ROOT,
            "round %d drained %7.0f messages/s without the worker, %7.0f with it (%.2f);"
                + " posted %7.0f messages/s meanwhile, %7.0f until all were%n",
            round,
            without,
            drained.messagesPerSecond(),
            kept.getLast(),
            meanwhile.getLast(),
            overall.getLast());
      }
      out.println("drain with / without the worker = " + Stats.spread(kept));
      out.println("posted messages/s while draining = " + Stats.spread(meanwhile));
      out.println("posted messages/s until all were = " + Stats.spread(overall));
    }
  }

  private Drain.Result drain(Installation installation) throws Exception {
    return installation.drain(Workload.MANY, drainMax);
  }

  private static long posted(Installation posting) throws Exception {
    return posting.database().count("SELECT count(*) FROM pixstream.ledger_entry");
  }

  /** Until everything that was confirmed is in the ledger. */
  private static void awaitPosted(Installation posting) throws Exception {
    long until = System.nanoTime() + POSTED_WITHIN.toNanos();
    long confirmed =
        posting.database().count("SELECT sum(to_seq - from_seq) FROM pixstream.confirmed");
    while (posted(posting) < confirmed) {
      if (System.nanoTime() > until) {
        throw new IllegalStateException(
            String.format(Locale.ROOT, "not all was posted: %d of %d", posted(posting), confirmed));
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }
}
