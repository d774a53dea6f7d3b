package dev.pixstream.benchmark;

import dev.pixstream.benchmark.load.Driver;
import dev.pixstream.benchmark.result.BenchResult;
import dev.pixstream.benchmark.settings.BenchSettings;
import dev.pixstream.benchmark.settings.Watched;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/** Loads a server and measures it. */
public final class Bench {
  private Bench() {}

  /**
   * Runs one measurement on the calling thread.
   *
   * @param progress told a line now and then, while it runs
   * @throws BenchFailure if the server refuses, or what was asked for can't be measured
   */
  public static BenchResult run(BenchSettings settings, Watched watched, Consumer<String> progress)
      throws InterruptedException {
    try (var driver = new Driver(settings, watched, progress)) {
      return driver.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
