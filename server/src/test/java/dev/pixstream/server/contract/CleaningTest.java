package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.server.node.PixStreamServer;
import dev.pixstream.server.node.ServerOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Cleaning: what is older than the retention is removed while the service goes on. */
@ContractTest(waitMs = 300)
final class CleaningTest {
  private static final Duration RETENTION = Duration.ofDays(30);

  private final Service service;

  CleaningTest(Service service) {
    this.service = service;
  }

  @Test
  @Tag("cleaning.1")
  void a_node_with_a_retention_removes_what_is_older_and_others_keep_everything() {
    var lane = service.lane();
    lane.store(1, 25);
    drain(lane);
    // A job ends after its posting: only then is the clock moved.
    Until.holds(() -> lane.view(1).getString("processed") != null);
    Until.holds(() -> lane.view(25).getString("processed") != null);
    Until.holds(() -> lane.view(15).getString("processed") != null);
    service.advance(RETENTION.plusHours(1));
    assertEquals(1, lane.view(1).getInteger("sequence"));

    var options = ServerOptions.DEFAULT.withRetention(Optional.of(RETENTION));
    try (var _ = PixStreamServer.start(options, DatabaseUrl.parse(service.database().url()))) {
      Until.holds(() -> status(lane, 1) == 404);
    }

    assertEquals(404, status(lane, 20));
    assertEquals(21, lane.view(21).getInteger("sequence"));
    assertEquals(25, processed(lane), "the balance stays");
    lane.store(1, 1);
    lane.drain(lane.start().assertBatch(1, 1).next());
    assertEquals(26, lane.view(1).getInteger("sequence"));
    service.assertPartition();
  }

  /** Retention 0: whatever is over is removed at once, while six collectors and a worker go on. */
  @Test
  @Tag("cleaning.2")
  void a_drain_goes_on_while_what_it_leaves_behind_is_removed() {
    int messages = 6_000;
    var lane = service.lane();
    lane.store(1, messages);
    var done = new AtomicBoolean();
    var received = new ArrayList<Integer>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var cleaning =
          CompletableFuture.runAsync(
              () -> {
                while (!done.get()) {
                  clean(lane);
                }
              },
              threads);
      var collectors =
          IntStream.range(0, 6)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> collected(lane), threads))
              .toList();
      collectors.forEach(collector -> received.addAll(collector.join()));
      Until.holds(() -> processed(lane) == messages);
      done.set(true);
      cleaning.join();
    }
    // The last job ends after its posting. The lane's newest batch stays.
    Until.holds(() -> clean(lane) == 0 && left(lane) <= 10);

    received.sort(null);
    assertEquals(IntStream.rangeClosed(1, messages).boxed().toList(), received);
    assertTrue(left(lane) >= 1);
    service.assertPartition();
    assertEquals(List.of(), service.database().processingViolations());
  }

  /** Closes its stream at the end: an open one keeps the batch that it goes on from. */
  private static List<Integer> collected(Lane lane) {
    List<Integer> numbers = new ArrayList<>();
    var got = lane.start();
    while (got.status() == 200) {
      numbers.addAll(got.numbers());
      got = lane.pull(got.next());
    }
    assertEquals(200, lane.close(got.next()).status());
    return numbers;
  }

  private static void drain(Lane lane) {
    lane.drain(lane.start().next());
  }

  private static int status(Lane lane, int number) {
    return lane.node().get(lane.messages() + "/" + Messages.endToEndId(number)).status();
  }

  private int clean(Lane lane) {
    return number(
        "SELECT pixstream.clean_lane('" + lane.ispb() + "', pixstream.store_time(), 1000)");
  }

  /** What the ledger counts, removed or not. */
  private int processed(Lane lane) {
    return number(
        "SELECT coalesce(sum(entries), 0)::integer FROM pixstream.ledger_balance WHERE ispb = '"
            + lane.ispb()
            + "'");
  }

  private int left(Lane lane) {
    return number("SELECT count(*) FROM pixstream.message WHERE ispb = '" + lane.ispb() + "'");
  }

  private int number(String sql) {
    return Integer.parseInt(service.database().query(sql).getFirst());
  }
}
