package dev.pixstream.benchmark.suite.harness;

import dev.pixstream.benchmark.result.BenchResult;
import dev.pixstream.benchmark.result.JsonResult;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** {@code pixstream bench} against servers that run: a driver in a process of its own. */
public final class BenchProcess {
  private BenchProcess() {}

  /**
   * One measurement.
   *
   * @throws IOException if it failed, or a message was missing or doubled
   */
  public static BenchResult run(List<ServerProcess> servers, String... options) throws Exception {
    var result = Files.createTempFile("load", ".json");
    try {
      var command = new ArrayList<>(List.of(ServerProcess.launcher().toString(), "bench"));
      servers.forEach(server -> command.add("http://127.0.0.1:" + server.port()));
      command.addAll(List.of(options));
      command.addAll(List.of("--json", result.toString()));
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        if (process.waitFor() != 0) {
          throw new IOException("status " + process.exitValue() + " of " + command);
        }
      } finally {
        process.destroy();
      }
      return JsonResult.read(Files.readString(result));
    } finally {
      Files.delete(result);
    }
  }
}
