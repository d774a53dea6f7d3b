package dev.pixstream.benchmark.suite;

import dev.pixstream.benchmark.suite.harness.Database;
import dev.pixstream.benchmark.suite.harness.Endpoint;
import dev.pixstream.benchmark.suite.harness.KeptConnection;
import dev.pixstream.benchmark.suite.harness.ServerProcess;
import dev.pixstream.benchmark.suite.harness.Stats;
import dev.pixstream.benchmark.suite.harness.Workload;
import dev.pixstream.core.model.Ispb;
import dev.pixstream.core.pix.MessageGenerator;
import dev.pixstream.server.dialect.json.PixMessageJson;
import java.io.IOException;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * From the sending of a POST with one message until a waiting collector has it, through the same
 * node and through another. The time of storing it, with its wait for the disk, is part of it.
 */
final class WakeBenchmark {
  private static final String LANE = "00000001";
  private static final int COLLECTORS = 6;

  private final PrintStream out;
  private final int messages;
  private final MessageGenerator generator =
      new MessageGenerator(new Random(1), InstantSource.system());
  private final PixMessageJson json = new PixMessageJson();

  WakeBenchmark(PrintStream out, int messages) {
    this.out = out;
    this.messages = messages;
  }

  void run() throws Exception {
    try (var database = new Database();
        var here = ServerProcess.onDatabase(database.url());
        var there = ServerProcess.onDatabase(database.url())) {
      measure("warm-up", here, here, messages / 5);
      measure("warm-up", there, here, messages / 5);
      measure("same node", here, here, messages);
      measure("across nodes", there, here, messages);
    }
  }

  private void measure(String what, ServerProcess storing, ServerProcess waiting, int count)
      throws Exception {
    var arrivals = new ArrayBlockingQueue<Long>(COLLECTORS);
    var collectors = new ArrayList<Thread>();
    for (int i = 0; i < COLLECTORS; i++) {
      collectors.add(Thread.ofPlatform().start(() -> collect(waiting.endpoint(), arrivals)));
    }
    var stored = new ArrayList<Long>();
    var woken = new ArrayList<Long>();
    var sent = new ArrayList<Long>();
    try (var connection = new KeptConnection(storing.endpoint())) {
      for (int i = 0; i < count; i++) {
        // The collector that had the last message is waiting again.
        TimeUnit.MILLISECONDS.sleep(4);
        var body = json.write(generator.next(new Ispb(LANE)));
        long before = System.nanoTime();
        var _ = connection.send("POST", "/api/pix/" + LANE + "/messages", body);
        long answered = System.nanoTime();
        var arrived = arrivals.poll(10, TimeUnit.SECONDS);
        if (arrived == null) {
          throw new IllegalStateException("a message did not arrive");
        }
        sent.add(arrived - before);
        stored.add(answered - before);
        woken.add(Math.max(0, arrived - answered));
      }
    }
    collectors.forEach(Thread::interrupt);
    for (var collector : collectors) {
      collector.join();
    }
    report(what, "sent to received        ", sent);
    report(what, "sent to stored (201)    ", stored);
    report(what, "stored (201) to received", woken);
  }

  private void report(String what, String span, List<Long> nanos) {
    Collections.sort(nanos);
    out.printf(
        Locale.ROOT,
        "%-12s %s p50 %5.2f ms p99 %6.2f ms max %6.2f ms of %d%n",
        what,
        span,
        Stats.percentile(nanos, 0.5) / 1e6,
        Stats.percentile(nanos, 0.99) / 1e6,
        Stats.percentile(nanos, 1) / 1e6,
        nanos.size());
  }

  private static void collect(Endpoint endpoint, BlockingQueue<Long> arrivals) {
    try (var connection = new KeptConnection(endpoint)) {
      var path = "/api/pix/" + LANE + "/stream/start";
      while (!Thread.interrupted()) {
        var response = connection.get(path, Workload.ONE);
        if (response.status() == 200) {
          arrivals.add(System.nanoTime());
        }
        path = response.header("pull-next").orElseThrow();
      }
      var _ = connection.send("DELETE", path, new byte[0]);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
