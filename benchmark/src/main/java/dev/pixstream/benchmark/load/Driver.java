package dev.pixstream.benchmark.load;

import dev.pixstream.benchmark.measure.Ledger;
import dev.pixstream.benchmark.measure.Measures;
import dev.pixstream.benchmark.measure.Processes;
import dev.pixstream.benchmark.net.Loop;
import dev.pixstream.benchmark.result.BenchFailure;
import dev.pixstream.benchmark.result.BenchResult;
import dev.pixstream.benchmark.result.Second;
import dev.pixstream.benchmark.result.Usage;
import dev.pixstream.benchmark.settings.BenchSettings;
import dev.pixstream.benchmark.settings.Mode;
import dev.pixstream.benchmark.settings.Watched;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** One run from the first connection to the last DELETE, phase by phase, on one thread. */
public final class Driver implements AutoCloseable {
  /** So many may be under way when nothing but answers limits the load. */
  private static final long AHEAD_MAX = 100_000;

  private static final long STALLED_NANOS = Duration.ofSeconds(60).toNanos();
  private static final long STOP_NANOS = Duration.ofSeconds(10).toNanos();

  /** A message that is delivered twice by mistake comes soon after. */
  private static final long LOOK_FOR_DOUBLES_NANOS = Duration.ofMillis(300).toNanos();

  private static final long SECOND = 1_000_000_000;

  private final BenchSettings settings;
  private final Consumer<String> progress;
  private final Loop loop = new Loop();
  private final Measures measures = new Measures();
  private final Ledger ledger = new Ledger(measures);
  private final Processes processes;
  private final Fleet fleet;
  private final Shares shares;
  private final Map<String, Usage> usage = new TreeMap<>();
  private final List<String> notes = new ArrayList<>();
  private Map<String, Usage.Now> first = Map.of();
  private Optional<OpenSource> schedule = Optional.empty();
  private Source source = Source.NONE;
  private long unsent;
  private long toldNanos = System.nanoTime();

  public Driver(BenchSettings settings, Watched watched, Consumer<String> progress)
      throws IOException {
    this.settings = settings;
    this.progress = progress;
    this.processes = new Processes(watched);
    // LaneLayout and ids are new each time; who gets how much is the same with the same seed.
    var fresh = new SecureRandom();
    var now = Instant.now();
    var ids = new MessageIds(fresh, now);
    var bodies = new MessageBodies(ids, now);
    this.fleet = new Fleet(settings, loop, ids, bodies, ledger, measures, fresh);
    this.shares = new Shares(settings.lanes(), new SplittableRandom(settings.load().seed()));
  }

  public BenchResult run() throws IOException, InterruptedException {
    var mode = settings.load().mode();
    if (mode == Mode.DRAIN) {
      storeBacklog();
    }
    if (mode == Mode.OPEN || mode == Mode.CLOSED) {
      startCollecting();
    }
    long start = System.nanoTime();
    long from = start + settings.times().warmup().toNanos();
    long to = from + settings.times().duration().toNanos();
    source = load(mode, start, to);
    measures.window(from, to);
    if (mode == Mode.DRAIN) {
      fleet.startCollecting();
    }
    run("warming up", () -> false, from);
    double seconds = measure(from, to);
    sendTheRest();
    if (mode == Mode.STORE) {
      startCollecting();
    }
    settle();
    if (ledger.issued() > 0 && ledger.stored() == 0) {
      throw new BenchFailure("the server stored nothing" + troubles());
    }
    fleet.stopCollecting();
    run("closing streams", fleet::hasStopped, System.nanoTime() + STOP_NANOS);
    return result(seconds);
  }

  private Source load(Mode mode, long start, long end) {
    return switch (mode) {
      case DRAIN -> Source.NONE;
      case CLOSED -> closed(Long.MAX_VALUE, AHEAD_MAX);
      case STORE -> closed(Long.MAX_VALUE, Long.MAX_VALUE);
      case OPEN -> {
        var open =
            new OpenSource(
                ledger,
                shares,
                settings.load(),
                nanos -> measures.lag(nanos, System.nanoTime()),
                start,
                end);
        schedule = Optional.of(open);
        yield open;
      }
    };
  }

  private Source closed(long messages, long aheadMax) {
    return new ClosedSource(ledger, shares, settings.load().arrayMax(), messages, aheadMax);
  }

  private void storeBacklog() throws IOException, InterruptedException {
    long messages = settings.load().messages();
    source = closed(messages, Long.MAX_VALUE);
    while (ledger.stored() < messages) {
      long before = ledger.stored();
      run("storing the backlog", () -> ledger.stored() > before, System.nanoTime() + STALLED_NANOS);
      if (ledger.stored() == before) {
        throw new BenchFailure("the server stored nothing for a minute" + troubles());
      }
    }
  }

  private void startCollecting() throws IOException, InterruptedException {
    fleet.startCollectingSlowly();
    run("connecting collectors", fleet::isCollecting, System.nanoTime() + STALLED_NANOS);
    if (!fleet.isCollecting()) {
      throw new BenchFailure("not all collectors could connect within a minute" + troubles());
    }
  }

  private String troubles() {
    return measures.troubles().isEmpty() ? "" : ": " + measures.troubles();
  }

  /** The window, second by second; how long it was. */
  private double measure(long from, long to) throws IOException, InterruptedException {
    boolean drain = settings.load().mode() == Mode.DRAIN;
    BooleanSupplier done = () -> drain && ledger.received() == ledger.stored();
    first = processes.now();
    first.forEach((name, now) -> usage.put(name, Usage.from(now)));
    if (done.getAsBoolean()) {
      throw new BenchFailure(
          "everything was collected during the warm-up: take more --messages or less --warmup");
    }
    for (long end = from + SECOND; !done.getAsBoolean() && System.nanoTime() < to; end += SECOND) {
      run("", done, Math.min(end, to));
      var now = processes.now();
      now.forEach(
          (name, last) ->
              usage.computeIfPresent(
                  name, (_, so) -> so.until(first.getOrDefault(name, last), last)));
      tell(measures.second(ledger.missing(), now));
    }
    long end = drain && done.getAsBoolean() ? measures.lastReceivedNanos() : to;
    return Math.max(1, end - from) / 1e9;
  }

  private void tell(Second second) {
    progress.accept(
        String.format(
            Locale.ROOT,
            "second %d of %d: stored %d/s, received %d/s, p99 %.1f ms, behind %d%s",
            second.second(),
            settings.times().duration().toSeconds(),
            second.stored(),
            second.received(),
            second.p99Ms(),
            second.missing(),
            second.processes().containsKey("server")
                ? String.format(
                    Locale.ROOT, ", server %.0f MB", second.processes().get("server").rssMb())
                : ""));
  }

  /** What is due is still sent for a while: left out, it would make a slow server look fast. */
  private void sendTheRest() throws IOException, InterruptedException {
    if (schedule.isEmpty()) {
      source = Source.NONE;
      return;
    }
    var open = schedule.get();
    run(
        "storing what is due",
        open::isOver,
        System.nanoTime() + settings.times().settle().toNanos());
    source = Source.NONE;
    long now = System.nanoTime();
    open.forEachWaiting(due -> measures.overdue(due, now));
    unsent = open.waiting() + open.shed();
    if (unsent > 0) {
      notes.add(
          unsent
              + " messages were due and could not be stored in time: the server takes fewer than"
              + " it was asked to");
    }
  }

  /** Until all that was stored has come, or nothing comes any more. */
  private void settle() throws IOException, InterruptedException {
    long quiet = settings.times().settle().toNanos();
    boolean isMoving = true;
    while (isMoving && !isSettled()) {
      long before = ledger.received() + ledger.stored();
      BooleanSupplier moved = () -> ledger.received() + ledger.stored() > before;
      run(
          "waiting for the rest",
          () -> isSettled() || moved.getAsBoolean(),
          System.nanoTime() + quiet);
      isMoving = moved.getAsBoolean();
    }
    if (fleet.isStoring()) {
      notes.add("at the end the answers to some requests to store were missing");
    }
    run("looking for doubles", () -> false, System.nanoTime() + LOOK_FOR_DOUBLES_NANOS);
  }

  private boolean isSettled() {
    return ledger.missing() == 0 && !fleet.isStoring();
  }

  /** Serves everything until it is done or the time has come. */
  private void run(String phase, BooleanSupplier done, long untilNanos)
      throws IOException, InterruptedException {
    while (!done.getAsBoolean() && System.nanoTime() < untilNanos) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      schedule.ifPresent(open -> open.advance(System.nanoTime()));
      fleet.dispatch(source);
      loop.turn(Math.min(untilNanos, source.wakeNanos()));
      if (!phase.isEmpty() && System.nanoTime() - toldNanos > SECOND) {
        toldNanos = System.nanoTime();
        progress.accept(
            String.format(
                Locale.ROOT,
                "%s: stored %d, received %d",
                phase,
                ledger.stored(),
                ledger.received()));
      }
    }
  }

  private BenchResult result(double seconds) {
    var counts = measures.counts();
    double received = counts.received() / seconds;
    return new BenchResult(
        BenchResult.FORMAT,
        settings.name(),
        Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString(),
        new BenchResult.Machine(
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name", "?") + " " + System.getProperty("os.version", "?"),
            Runtime.version().toString()),
        setup(),
        new BenchResult.Totals(
            ledger.stored(),
            ledger.received(),
            unsent,
            ledger.missing(),
            ledger.duplicates(),
            measures.redelivered(),
            measures.foreign()),
        new BenchResult.Rates(
            round(seconds),
            round(counts.stored() / seconds),
            round(received),
            round(counts.confirmed() / seconds),
            round(counts.pulls() / seconds),
            round(counts.storeRequests() / seconds),
            settings.realTimeRate() == 0 ? 0 : round(received / settings.realTimeRate())),
        measures.latencies(),
        Map.copyOf(usage),
        measures.troubles(),
        List.copyOf(notes),
        measures.seconds());
  }

  private BenchResult.Setup setup() {
    var load = settings.load();
    var lanes = settings.lanes();
    return new BenchResult.Setup(
        load.mode().name().toLowerCase(Locale.ROOT),
        settings.targets().size(),
        lanes.count(),
        lanes.zipf(),
        lanes.collectors(),
        settings.multipart() ? "multipart" : "json",
        load.mode() == Mode.OPEN ? load.rate() : 0,
        load.mode() == Mode.DRAIN ? load.messages() : 0,
        load.arrayMax(),
        load.linger().toMillis(),
        load.publishers(),
        settings.times().warmup().toMillis() / 1000.0,
        settings.times().duration().toMillis() / 1000.0);
  }

  private static double round(double value) {
    return Math.round(value * 1000) / 1000.0;
  }

  @Override
  public void close() throws IOException {
    loop.close();
  }
}
