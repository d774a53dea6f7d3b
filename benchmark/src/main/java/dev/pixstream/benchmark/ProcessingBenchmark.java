package dev.pixstream.benchmark;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What processing costs the collectors, and whether the worker keeps up: the same drain with the
 * worker turned off and with it posting to the ledger at the same time, in one run, interleaved.
 */
final class ProcessingBenchmark {
  private static final List<String> LANES = List.of("00000001", "00000002", "00000003", "00000004");
  private static final int COLLECTORS_PER_LANE = 6;
  private static final String ACCEPT = "multipart/json";

  /** Until the JIT compilers of both servers have done. */
  private static final int WARM_UPS = 3;

  private static final Duration POSTED_WITHIN = Duration.ofMinutes(5);

  private final PrintStream out;
  private final int rounds;
  private final int messages;
  private final Duration drainMax;

  ProcessingBenchmark(PrintStream out, int rounds, int messages, int seconds) {
    this.out = out;
    this.rounds = rounds;
    this.messages = messages;
    this.drainMax = Duration.ofSeconds(seconds);
  }

  void run() throws Exception {
    try (var alone = new Side("off");
        var posting = new Side("on")) {
      out.printf(
          Locale.ROOT,
          "%d messages on %d lanes, %d collectors, %s%n",
          messages,
          LANES.size(),
          LANES.size() * COLLECTORS_PER_LANE,
          ACCEPT);
      for (int i = 0; i < WARM_UPS; i++) {
        alone.drain();
        posting.drain();
        posting.awaitPosted();
      }
      var kept = new ArrayList<Double>();
      var meanwhile = new ArrayList<Double>();
      var overall = new ArrayList<Double>();
      for (int round = 1; round <= rounds; round++) {
        boolean aloneFirst = round % 2 == 1;
        double before = aloneFirst ? alone.drain().messagesPerSecond() : 0;
        long started = System.nanoTime();
        var drained = posting.drain();
        long then = posting.posted();
        double drainSeconds = (System.nanoTime() - started) / 1e9;
        posting.awaitPosted();
        double allSeconds = (System.nanoTime() - started) / 1e9;
        double without = aloneFirst ? before : alone.drain().messagesPerSecond();
        kept.add(drained.messagesPerSecond() / without);
        meanwhile.add(then / drainSeconds);
        overall.add(posting.posted() / allSeconds);
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

  /** A database with its server. */
  private final class Side implements AutoCloseable {
    private final Database database = new Database();
    private final ServerProcess server;

    Side(String worker) throws Exception {
      server = ServerProcess.onDatabase(database.url(), "--worker", worker);
      for (var lane : LANES) {
        database.fill(lane, messages / LANES.size());
      }
    }

    Drain.Result drain() throws Exception {
      database.forgetClaims();
      return new Drain(server.port(), ACCEPT, drainMax).run(LANES, COLLECTORS_PER_LANE);
    }

    long posted() throws Exception {
      return database.count("SELECT count(*) FROM pixstream.ledger_entry");
    }

    /** Until everything that was confirmed is in the ledger. */
    void awaitPosted() throws Exception {
      long until = System.nanoTime() + POSTED_WITHIN.toNanos();
      long confirmed = database.count("SELECT sum(to_seq - from_seq) FROM pixstream.confirmed");
      while (posted() < confirmed) {
        if (System.nanoTime() > until) {
          throw new IllegalStateException(
              String.format(Locale.ROOT, "not all was posted: %d of %d", posted(), confirmed));
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }

    @Override
    public void close() {
      server.close();
      database.close();
    }
  }
}
