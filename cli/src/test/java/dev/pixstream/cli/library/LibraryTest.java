package dev.pixstream.cli.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.cli.library.BadLine.Fault;
import dev.pixstream.client.Accept;
import dev.pixstream.client.Batch;
import dev.pixstream.client.CollectorEvent;
import dev.pixstream.client.PixCollector;
import dev.pixstream.client.PixCollectorBuilder;
import dev.pixstream.client.PixPublisher;
import dev.pixstream.client.PixStreamException;
import dev.pixstream.client.Stored;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
@Timeout(60)
class LibraryTest {

  private static final String LANE = "00000000";

  private final List<String> handled = new CopyOnWriteArrayList<>();
  private final List<CollectorEvent> events = new CopyOnWriteArrayList<>();
  private Servers servers;

  @BeforeEach
  void start(TestDatabase database) {
    servers = new Servers(database);
  }

  @AfterEach
  void stop() {
    servers.close();
  }

  private PixCollectorBuilder collector(URI server, URI... more) {
    return PixCollector.builder(server, more)
        .ispb(LANE)
        .handler(batch -> handled.addAll(batch.messages()))
        .listener(events::add);
  }

  private long told(Class<? extends CollectorEvent> type) {
    return events.stream().filter(type::isInstance).count();
  }

  private static void end(PixCollector collector) throws InterruptedException {
    collector.stop();
    collector.await();
  }

  private void assertEachHandledOnce(List<String> stored) {
    assertEquals(new HashSet<>(stored), new HashSet<>(handled));
    assertEquals(stored.size(), handled.size(), "none is handled twice");
  }

  /** A start is spared: the contract lets its lost response cost a lease. */
  private static Function<String, Fault> faults(long seed) {
    var random = new Random(seed);
    return path -> {
      synchronized (random) {
        int fate = path.endsWith("/start") ? 0 : random.nextInt(25);
        return switch (fate) {
          case 21 -> Fault.LOSE;
          case 22 -> Fault.CUT;
          case 23 -> Fault.UNAVAILABLE;
          case 24 -> Fault.THROTTLE;
          default -> Fault.NONE;
        };
      }
    };
  }

  @Test
  @Tag("client.3")
  void six_collectors_over_a_bad_line_handle_each_message_once_and_leave_nothing()
      throws Exception {
    var stored = servers.store(LANE, 3_000);
    try (var line = new BadLine(servers.uri(), faults(5));
        var running = collector(line.uri()).collectors(6).accept(Accept.MULTIPART).start()) {
      servers.until(() -> handled.size() >= stored.size());
      end(running);
      assertEquals(List.of(), running.failures());
      assertTrue(line.faults() > 20, line.faults() + " faults");
      var counters = running.counters();
      assertEquals(3_000, counters.messages());
      assertEquals(6, counters.opened());
      assertTrue(counters.retries() > 10 && counters.throttled() > 2, counters.toString());
    }
    assertEachHandledOnce(stored);
    servers.assertDrained(LANE);
  }

  @Test
  @Tag("client.2")
  void what_a_handler_threw_at_comes_again_at_once_and_in_order() throws Exception {
    var stored = servers.store(LANE, 60);
    var calls = new AtomicInteger();
    var redelivered = new AtomicInteger();
    try (var running =
        collector(servers.uri())
            .collectors(1)
            .handler(
                batch -> {
                  int call = calls.incrementAndGet();
                  if (call == 1 || call == 4) {
                    throw new IllegalStateException("not now");
                  }
                  redelivered.addAndGet(batch.redelivered());
                  handled.addAll(batch.messages());
                })
            .start()) {
      servers.until(() -> handled.size() == stored.size());
      end(running);
      assertEquals(2, running.counters().handlerFailures());
      assertEquals(1, running.counters().reopened());
    }
    assertEquals(stored, handled);
    assertEquals(10, redelivered.get());
    servers.assertDrained(LANE);
  }

  @Test
  @Tag("client.4")
  void a_collector_whose_lease_has_ended_opens_anew_and_reports_what_comes_again()
      throws Exception {
    var stored = servers.store(LANE, 15);
    var redelivered = new AtomicInteger();
    var first = new AtomicInteger();
    try (var running =
        collector(servers.uri())
            .collectors(1)
            .handler(
                batch -> {
                  if (first.getAndIncrement() == 0) {
                    servers.advance(Duration.ofMinutes(2));
                    servers.until(() -> servers.leased(LANE) == 0);
                  }
                  redelivered.addAndGet(batch.redelivered());
                  handled.addAll(batch.messages());
                })
            .start()) {
      servers.until(() -> handled.size() == 25);
      end(running);
      assertEquals(1, running.counters().leasesLost());
      assertEquals(1, running.counters().reopened());
      assertEquals(15, running.counters().confirmed());
    }
    assertEquals(10, redelivered.get());
    assertEquals(new HashSet<>(stored), new HashSet<>(handled));
    servers.assertDrained(LANE);
  }

  @Test
  @Tag("client.3")
  void a_rival_with_the_same_id_ends_nothing_if_it_does_not_insist() throws Exception {
    try (var line = new BadLine(servers.uri(), path -> Fault.NONE);
        var client = HttpClient.newHttpClient();
        var running = collector(line.uri()).collectors(1).start()) {
      servers.until(() -> line.paths().size() > 1);
      servers.until(
          () -> {
            var newest = servers.otherUri().resolve(line.paths().getLast());
            var rival = HttpRequest.newBuilder(newest).build();
            var _ = client.sendAsync(rival, BodyHandlers.discarding()).join();
            return told(CollectorEvent.Retrying.class) > 0;
          });
      var stored = servers.store(LANE, 5);
      servers.until(() -> handled.size() == stored.size());
      end(running);
      assertEquals(List.of(), running.failures());
      assertTrue(
          events.stream()
              .filter(CollectorEvent.Retrying.class::isInstance)
              .allMatch(event -> event.toString().contains("status 409")));
    }
    servers.assertDrained(LANE);
  }

  @Test
  @Tag("client.3")
  void when_a_node_goes_the_collectors_go_on_at_the_other_with_their_ids() throws Exception {
    var stored = new ArrayList<>(servers.store(LANE, 500));
    try (var running = collector(servers.uri(), servers.otherUri()).collectors(4).start()) {
      servers.until(() -> handled.size() > 100);
      servers.stopFirst();
      servers.until(() -> handled.size() >= stored.size());
      end(running);
      assertEquals(List.of(), running.failures());
      assertEquals(0, running.counters().reopened());
      assertEquals(0, running.counters().leasesLost());
    }
    assertEachHandledOnce(stored);
    servers.assertDrained(LANE);
  }

  @Test
  @Tag("client.3")
  void the_seventh_collector_waits_for_a_slot() throws Exception {
    try (var six = collector(servers.uri()).collectors(6).start()) {
      // All know their ids: a start that is given up while its answer is on its way costs a lease.
      servers.until(() -> six.counters().opened() == 6);
      try (var seventh = collector(servers.uri()).collectors(1).start()) {
        servers.until(() -> seventh.counters().throttled() > 0);
        assertEquals(0, seventh.counters().opened());
        end(six);
        servers.until(() -> seventh.counters().opened() == 1);
      }
    }
    servers.assertDrained(LANE);
  }

  @Test
  @Tag("client.1")
  void batches_that_are_asked_for_are_confirmed_by_asking_and_the_last_is_put_back()
      throws Exception {
    var stored = servers.store(LANE, 25);
    try (var batches = PixCollector.builder(servers.uri()).ispb(LANE).open()) {
      for (var batch : batches) {
        handled.addAll(batch.messages());
        if (handled.size() == 20) {
          break;
        }
      }
    }
    assertEquals(10, servers.confirmed(LANE));
    assertEquals(0, servers.openStreams(LANE));
    try (var batches = PixCollector.builder(servers.uri()).ispb(LANE).open()) {
      var again = batches.poll(Duration.ofSeconds(10)).orElseThrow();
      assertEquals(10, again.redelivered());
      assertEquals(stored.subList(10, 20), again.messages());
      assertEquals(
          stored.subList(20, 25),
          batches.poll(Duration.ofSeconds(10)).map(Batch::messages).orElseThrow());
      assertTrue(batches.poll(Duration.ofMillis(100)).isEmpty());
    }
    servers.assertDrained(LANE);
  }

  @Test
  @Tag("client.7")
  void storing_over_a_bad_line_stores_each_message_once() throws Exception {
    var messages = servers.messages(LANE, 200);
    var random = new Random(7);
    Function<String, Fault> plan = path -> random.nextInt(3) == 0 ? Fault.LOSE : Fault.NONE;
    int inserted = 0;
    int duplicates = 0;
    try (var line = new BadLine(servers.uri(), plan);
        var publisher = new PixPublisher(line.uri(), Duration.ofSeconds(20))) {
      for (int from = 0; from < 200; from += 10) {
        Stored stored = publisher.store(LANE, messages.subList(from, from + 10));
        inserted += stored.inserted();
        duplicates += stored.duplicates();
      }
      assertTrue(line.faults() > 2);
      assertTrue(duplicates > 0);
      assertEquals(200, inserted + duplicates);
    }
    assertEquals(200, servers.stored(LANE));
  }

  @Test
  @Tag("client.7")
  void a_conflict_is_reported_and_not_retried() throws Exception {
    var message = servers.store(LANE, 1).getFirst();
    var other = message.replaceFirst("\"valor\":[0-9.]+", "\"valor\":123456.78");
    try (var publisher = new PixPublisher(servers.uri(), Duration.ofSeconds(20))) {
      var refusal =
          assertThrows(PixStreamException.class, () -> publisher.store(LANE, List.of(other)));
      assertEquals(409, refusal.status());
    }
  }
}
