package dev.pixstream.client;

import static dev.pixstream.client.ScriptedServer.stream;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A close whose answer is lost, and what is known then of the batch before. */
class LostCloseTest extends ScriptedTest {

  /** Reads two messages, answers its close as the server was told to, and returns the confirmed. */
  private long confirmed(PixCollectorBuilder collector, Runnable closing) throws Exception {
    server.batch(A, "[{},{}]");
    try (var running = collector.start()) {
      recorder.next();
      sees("GET " + stream("start"), "GET " + stream(A));
      closing.run();
      running.stop();
      sees("DELETE " + stream(A));
      running.await();
      return running.counters().confirmed();
    }
  }

  private void tells(int lost, int unknown) {
    assertEquals(lost, recorder.of(CollectorEvent.LeaseLost.class).size());
    assertEquals(unknown, recorder.of(CollectorEvent.CloseUnknown.class).size());
  }

  @Test
  @Tag("access.13")
  void the_410_of_its_retry_says_that_it_closed_and_confirmed() throws Exception {
    assertEquals(2, confirmed(collector(), () -> server.lose().answer(410, "{}")));
    tells(0, 0);
  }

  @Test
  void a_503_may_have_closed_too() throws Exception {
    assertEquals(2, confirmed(collector(), () -> server.answer(503, "").answer(410, "{}")));
    tells(0, 0);
  }

  @Test
  @Tag("access.13")
  void the_410_of_a_first_attempt_says_that_the_lease_had_ended() throws Exception {
    assertEquals(0, confirmed(collector(), () -> server.answer(410, "{}")));
    tells(1, 0);
  }

  @Test
  void a_429_has_closed_nothing() throws Exception {
    assertEquals(0, confirmed(collector(), () -> server.answer(429, "").answer(410, "{}")));
    tells(1, 0);
  }

  @Test
  @Tag("access.13")
  void after_half_the_lease_it_may_as_well_have_ended() throws Exception {
    var brief = collector().lease(Duration.ofNanos(2));
    assertEquals(0, confirmed(brief, () -> server.lose().answer(410, "{}")));
    tells(0, 1);
  }

  @Test
  void a_404_after_a_loss_says_nothing() throws Exception {
    assertEquals(0, confirmed(collector(), () -> server.lose().answer(404, "{}")));
    tells(0, 1);
  }

  @Test
  @Tag("access.13")
  void without_any_answer_it_is_not_known() throws Exception {
    assertEquals(0, confirmed(closingBriefly(), () -> {}));
    tells(0, 1);
  }
}
