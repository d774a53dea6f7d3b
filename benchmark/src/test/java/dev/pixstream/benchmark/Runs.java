package dev.pixstream.benchmark;

import dev.pixstream.benchmark.result.BenchResult;
import dev.pixstream.benchmark.settings.BenchSettings;
import dev.pixstream.benchmark.settings.LaneLayout;
import dev.pixstream.benchmark.settings.Load;
import dev.pixstream.benchmark.settings.Mode;
import dev.pixstream.benchmark.settings.Phases;
import dev.pixstream.benchmark.settings.Watched;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Tiny measurements. */
final class Runs {
  private static final Phases TIMES =
      new Phases(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(10));

  /** It ends when all is read, however slow the machine is. */
  private static final Phases DRAIN_TIMES =
      new Phases(Duration.ZERO, Duration.ofSeconds(40), Duration.ofSeconds(10));

  private Runs() {}

  static BenchSettings settings(URI target, Load load, Phases times) {
    return new BenchSettings(
        "test", List.of(target), List.of(), true, LaneLayout.equal(3, 2), load, times, 500);
  }

  static Load load(Mode mode) {
    return new Load(
        mode, mode == Mode.OPEN ? 500 : 0, 2_000, mode == Mode.OPEN ? 1 : 20, Duration.ZERO, 4, 1);
  }

  static BenchResult run(FakeServer server, Mode mode) throws InterruptedException {
    return run(settings(server.url(), load(mode), mode == Mode.DRAIN ? DRAIN_TIMES : TIMES));
  }

  /** With a fault after which something stays missing, so that the end has not to be waited for. */
  static BenchResult runBriefly(FakeServer.Fault fault, Mode mode) throws Exception {
    try (var server = new FakeServer(fault)) {
      var times = new Phases(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(1));
      return run(settings(server.url(), load(mode), times));
    }
  }

  static BenchResult run(BenchSettings settings) throws InterruptedException {
    return Bench.run(settings, Watched.NOTHING, _ -> {});
  }

  static BenchResult run(FakeServer.Fault fault, Mode mode) throws Exception {
    try (var server = new FakeServer(fault)) {
      return run(server, mode);
    }
  }
}
