package dev.pixstream.benchmark.suite;

import dev.pixstream.benchmark.measure.LinuxProcess;
import dev.pixstream.benchmark.suite.harness.Database;
import dev.pixstream.benchmark.suite.harness.ServerProcess;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/** Viewers of the console: what they cost in processor time, over what nobody watching costs. */
final class ConsoleBenchmark {
  private final PrintStream out;
  private final int viewers;
  private final int seconds;
  private final int lanes;
  private final LongAdder samples = new LongAdder();

  ConsoleBenchmark(PrintStream out, int viewers, int seconds, int lanes) {
    this.out = out;
    this.viewers = viewers;
    this.seconds = seconds;
    this.lanes = lanes;
  }

  void run() throws Exception {
    try (var database = new Database();
        var server = ServerProcess.onDatabase(database.url());
        var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      var root = "http://127.0.0.1:" + server.port();
      for (int lane = 0; lane < lanes; lane++) {
        var store = URI.create(root + String.format(Locale.ROOT, "/api/util/msgs/%08d/20", lane));
        http.send(
            HttpRequest.newBuilder(store).POST(BodyPublishers.noBody()).build(),
            BodyHandlers.discarding());
      }
      measure("nobody watches", server, database);
      for (int i = 0; i < viewers; i++) {
        var path =
            i % 4 == 3
                ? String.format(Locale.ROOT, "/console/lanes/%08d/events", i)
                : "/console/events";
        var _ =
            http.sendAsync(
                    HttpRequest.newBuilder(URI.create(root + path)).build(), BodyHandlers.ofLines())
                .thenAcceptAsync(
                    answer ->
                        answer
                            .body()
                            .filter("event: point"::equals)
                            .forEach(_ -> samples.increment()));
      }
      measure("warming up", server, database);
      measure(viewers + " viewers watch", server, database);
      http.shutdownNow();
    }
  }

  private void measure(String what, ServerProcess server, Database database) throws Exception {
    double serverCpu = server.cpuSeconds();
    double databaseCpu = LinuxProcess.cpuSecondsOfTree(database.pid());
    long before = samples.sum();
    Thread.sleep(seconds * 1_000L);
    double perMinute = 60.0 / seconds;
    out.printf(
        Locale.ROOT,
        "%s, %d lanes: CPU seconds a minute: server %.2f, PostgreSQL %.2f; %.1f samples a second%n",
        what,
        lanes,
        (server.cpuSeconds() - serverCpu) * perMinute,
        (LinuxProcess.cpuSecondsOfTree(database.pid()) - databaseCpu) * perMinute,
        (double) (samples.sum() - before) / seconds);
  }
}
