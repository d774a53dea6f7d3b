package dev.pixstream.examples;

import dev.pixstream.client.Accept;
import dev.pixstream.client.CollectorEvent;
import dev.pixstream.client.PixCollector;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.logging.Logger;

/** The examples of {@link PixCollector}. The ledger stands for whatever keeps messages safe. */
public final class Collecting {

  private static final Logger LOG = Logger.getLogger(Collecting.class.getName());

  private Collecting() {}

  /** Six streams in parallel, until something ends them. */
  public static void collect(URI server, Set<String> ledger) throws InterruptedException {
    // @start region="collect"
    try (var collector =
        PixCollector.builder(server) // such as http://127.0.0.1:8080
            .ispb("00000000")
            .collectors(6)
            .accept(Accept.MULTIPART)
            .handler(batch -> ledger.addAll(batch.messages())) // confirmed when it returns
            .start()) {
      collector.await();
    }
    // @end
  }

  /** What listeners and counters are for. */
  public static void watch(URI server, Set<String> ledger) throws InterruptedException {
    // @start region="watch"
    try (var collector =
        PixCollector.builder(server)
            .ispb("00000000")
            .handler(batch -> ledger.addAll(batch.messages()))
            .listener(
                event -> {
                  switch (event) {
                    case CollectorEvent.HandlerFailed failed ->
                        LOG.warning("not handled, comes again: " + failed.failure());
                    case CollectorEvent.LeaseLost lost ->
                        LOG.warning("collector " + lost.collector() + " lost its stream");
                    default -> LOG.fine(event::toString);
                  }
                })
            .start()) {
      while (!collector.await(Duration.ofMillis(500))) {
        var counters = collector.counters();
        LOG.info(counters.confirmed() + " of " + counters.messages() + " messages confirmed");
      }
    }
    // @end
  }

  /** One batch after the other, until the thread is interrupted. */
  public static void iterate(URI server, Set<String> ledger) {
    // @start region="iterate"
    try (var batches = PixCollector.builder(server).ispb("00000000").open()) {
      for (var batch : batches) {
        ledger.addAll(batch.messages());
        // The loop asks for the next batch, which confirms this one.
      }
    }
    // @end
  }

  /** Everything that is there. */
  public static void poll(URI server, Set<String> ledger) throws InterruptedException {
    // @start region="poll"
    try (var batches = PixCollector.builder(server).ispb("00000000").open()) {
      var next = batches.poll(Duration.ofSeconds(1));
      while (next.isPresent()) {
        ledger.addAll(next.get().messages());
        next = batches.poll(Duration.ofSeconds(1)); // confirms the one before
      }
    }
    // @end
  }
}
