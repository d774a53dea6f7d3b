package dev.pixstream.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.benchmark.FakeServer.Fault;
import dev.pixstream.benchmark.result.BenchFailure;
import dev.pixstream.benchmark.result.TextResult;
import dev.pixstream.benchmark.settings.Load;
import dev.pixstream.benchmark.settings.Mode;
import dev.pixstream.benchmark.settings.Phases;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class BenchTest {

  @ParameterizedTest
  @EnumSource(Mode.class)
  @Tag("bench.1")
  void a_server_that_keeps_every_message_is_good(Mode mode) throws Exception {
    var result = Runs.run(Fault.NONE, mode);
    assertTrue(result.isGood(), TextResult.verdict(result));
    assertTrue(result.totals().stored() > 0, TextResult.verdict(result));
    assertEquals(result.totals().stored(), result.totals().received());
    assertEquals(0, result.totals().foreign());
    assertTrue(result.troubles().isEmpty(), result.troubles().toString());
  }

  @Test
  void a_drain_reads_what_was_asked_for() throws Exception {
    var result = Runs.run(Fault.NONE, Mode.DRAIN);
    assertEquals(2_000, result.totals().received());
    assertTrue(result.rates().receivedPerSecond() > 0);
    assertTrue(result.rates().confirmedPerSecond() > 0);
    assertTrue(result.latencies().pull().count() >= 200, "each pull of the backlog is measured");
  }

  @Test
  void an_open_load_keeps_its_rate() throws Exception {
    var result = Runs.run(Fault.NONE, Mode.OPEN);
    assertEquals(500, result.totals().stored());
    assertEquals(500, result.latencies().dueToReceived().count());
    assertEquals(500, result.latencies().storedToReceived().count());
    assertEquals(result.rates().receivedPerSecond() / 500, result.rates().realTime(), 0.001);
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"OPEN", "CLOSED"})
  @Tag("bench.1")
  void lost_messages_are_counted(Mode mode) throws Exception {
    var result = Runs.runBriefly(Fault.LOSES, mode);
    assertEquals(result.totals().stored() / 50, result.totals().missing());
    assertFalse(result.isGood());
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"OPEN", "DRAIN"})
  @Tag("bench.1")
  void doubled_messages_are_counted(Mode mode) throws Exception {
    var result = Runs.run(Fault.DOUBLES, mode);
    assertEquals(result.totals().stored() / 50, result.totals().duplicates());
    assertEquals(0, result.totals().missing());
    assertFalse(result.isGood());
  }

  /** Four publishers store 40 of 500 messages a second: those that wait are the measurement. */
  @Test
  @Tag("bench.1")
  void a_slow_server_can_not_slow_down_what_it_is_measured_by() throws Exception {
    var result = Runs.runBriefly(Fault.SLOW_TO_STORE, Mode.OPEN);
    assertTrue(result.totals().unsent() > 300, TextResult.verdict(result));
    assertTrue(result.latencies().storeRequest().p99Ms() < 500);
    assertEquals(500, result.latencies().dueToReceived().count(), "none is left out");
    assertTrue(result.latencies().dueToReceived().p50Ms() > 800, "due long before it was sent");
    assertTrue(result.isGood());
    assertTrue(result.notes().getFirst().contains("could not be stored in time"));
  }

  @Test
  @Tag("bench.1")
  void a_lost_connection_a_throttled_store_and_a_lost_stream_cost_no_message() throws Exception {
    for (var fault : new Fault[] {Fault.CUTS, Fault.THROTTLES, Fault.FORGETS_STREAMS}) {
      var result = Runs.run(fault, Mode.OPEN);
      assertTrue(result.isGood(), fault + " " + TextResult.verdict(result));
      assertFalse(result.troubles().isEmpty(), fault.toString());
      assertEquals(500, result.totals().received(), fault.toString());
    }
  }

  @Test
  void a_refusal_ends_the_run_with_what_the_server_said() throws Exception {
    try (var server = new FakeServer(Fault.REFUSES)) {
      var failure = assertThrows(BenchFailure.class, () -> Runs.run(server, Mode.DRAIN));
      assertTrue(failure.getMessage().contains("400 {\"detail\":\"nothing is right\"}"));
    }
  }

  @Test
  void messages_of_a_lane_that_linger_travel_together() throws Exception {
    try (var server = new FakeServer(Fault.NONE)) {
      var load = new Load(Mode.OPEN, 500, 0, 100, Duration.ofMillis(200), 4, 1);
      var times = new Phases(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(10));
      var result = Runs.run(Runs.settings(server.url(), load, times));
      assertTrue(result.isGood(), TextResult.verdict(result));
      assertTrue(result.rates().storeRequestsPerSecond() < 50);
      assertTrue(result.latencies().dueToReceived().p50Ms() > 50, "and their wait counts");
    }
  }

  @Test
  void the_warm_up_is_checked_but_not_measured() throws Exception {
    try (var server = new FakeServer(Fault.NONE)) {
      var times = new Phases(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(10));
      var result = Runs.run(Runs.settings(server.url(), Runs.load(Mode.OPEN), times));
      assertEquals(750, result.totals().received());
      assertEquals(500, result.latencies().dueToReceived().count());
    }
  }
}
