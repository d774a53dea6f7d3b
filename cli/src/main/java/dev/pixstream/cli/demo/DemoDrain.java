package dev.pixstream.cli.demo;

import dev.pixstream.cli.collect.CollectorOptions;
import dev.pixstream.cli.terminal.Lifetime;
import dev.pixstream.cli.terminal.Progress;
import dev.pixstream.client.Accept;
import dev.pixstream.client.PixCollector;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Collects everything over HTTP, and ends by itself also if something does not come. */
final class DemoDrain {

  /** Longer than a lease: messages of a stream that was lost come again after it. */
  private static final Duration STALLED_AFTER = Duration.ofSeconds(75);

  private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(20);
  private static final Duration LOOK_FOR_LEFTOVERS = Duration.ofMillis(500);
  private static final int TICK_MS = 100;

  private final URI server;
  private final CollectorOptions options;
  private final DemoTally tally;
  private final Progress progress;
  private final CountDownLatch complete = new CountDownLatch(1);

  DemoDrain(URI server, CollectorOptions options, DemoTally tally, Progress progress) {
    this.server = server;
    this.options = options;
    this.tally = tally;
    this.progress = progress;
  }

  DemoResult run(Lifetime lifetime) throws InterruptedException {
    var client = lifetime.open(DemoDrain::client);
    long startNanos = System.nanoTime();
    var collectors = new ArrayList<PixCollector>();
    for (var ispb : tally.ispbs()) {
      collectors.add(
          lifetime.open(() -> start(client, ispb, options.collectors(), options.accept())));
    }
    while (!complete.await(TICK_MS, TimeUnit.MILLISECONDS) && !hasStalled(startNanos)) {
      if (collectors.stream().allMatch(collector -> hasEnded(collector))) {
        break;
      }
      progress.show(
          () ->
              String.format(
                  Locale.ROOT, "collected %d of %d", tally.deliveredSoFar(), tally.expected()));
    }
    close(collectors);
    if (tally.isComplete()) {
      lookForLeftovers(client, lifetime);
    }
    return tally.result(startNanos);
  }

  /** A lane that has nothing left lets a collector wait. Whatever comes is counted. */
  private void lookForLeftovers(HttpClient client, Lifetime lifetime) throws InterruptedException {
    var last = new ArrayList<PixCollector>();
    for (var ispb : tally.ispbs()) {
      last.add(lifetime.open(() -> start(client, ispb, 1, Accept.MULTIPART)));
    }
    long deadline = System.nanoTime() + LOOK_FOR_LEFTOVERS.toNanos();
    for (var collector : last) {
      collector.await(Duration.ofNanos(deadline - System.nanoTime()));
    }
    close(last);
  }

  private PixCollector start(HttpClient client, String ispb, int collectors, Accept accept) {
    return PixCollector.builder(server)
        .client(client)
        .ispb(ispb)
        .collectors(collectors)
        .accept(accept)
        .giveUpAfter(GIVE_UP_AFTER)
        .handlerFailuresMax(1)
        .closeAtShutdown(false)
        .handler(
            batch -> {
              tally.delivered(batch);
              if (tally.isComplete()) {
                complete.countDown();
              }
            })
        .start();
  }

  private boolean hasStalled(long startNanos) {
    long quietSince = Math.max(startNanos, tally.lastNanos());
    return System.nanoTime() - quietSince > STALLED_AFTER.toNanos();
  }

  private boolean hasEnded(PixCollector collector) {
    return collector.failures().size() == options.collectors();
  }

  private void close(List<PixCollector> collectors) {
    collectors.forEach(PixCollector::stop);
    for (var collector : collectors) {
      collector.close();
      collector
          .failures()
          .forEach(failure -> progress.say("A collector failed: " + failure.getMessage()));
    }
  }

  private static HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Duration.ofSeconds(5))
        .build();
  }
}
