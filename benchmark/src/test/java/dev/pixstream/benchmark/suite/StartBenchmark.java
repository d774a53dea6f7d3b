package dev.pixstream.benchmark.suite;

import dev.pixstream.benchmark.suite.harness.ServerProcess;
import dev.pixstream.benchmark.suite.harness.Stats;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;

/** How long {@code serve} takes until it is ready, on new data and on data that is there. */
final class StartBenchmark {
  private final PrintStream out;
  private final int rounds;

  StartBenchmark(PrintStream out, int rounds) {
    this.out = out;
    this.rounds = rounds;
  }

  void run() throws Exception {
    var first = new ArrayList<Double>();
    var next = new ArrayList<Double>();
    for (int round = 0; round < rounds; round++) {
      var data = Files.createTempDirectory("pixstream-start");
      try {
        first.add(ready(data));
        next.add(ready(data));
      } finally {
        delete(data);
      }
    }
    out.println("first start: ready after " + Stats.spread(first) + " s");
    out.println("next start:  ready after " + Stats.spread(next) + " s");
  }

  private static double ready(Path data) throws Exception {
    try (var server = ServerProcess.onData(data)) {
      return server.readyAfterSeconds();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
