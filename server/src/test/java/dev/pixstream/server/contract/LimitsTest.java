package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.store.StreamRules;
import dev.pixstream.postgres.link.StoreLimits;
import dev.pixstream.server.OpenApiCheck;
import dev.pixstream.server.limits.LimitOptions;
import dev.pixstream.server.limits.Rate;
import dev.pixstream.server.limits.RateLimits;
import dev.pixstream.server.node.ServerOptions;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Promise 9: limits of traffic, and of a lane's backlog. */
@ExtendWith({OpenApiExtension.class, PostgresExtension.class})
final class LimitsTest {
  private static final Optional<Rate> FEW = Optional.of(new Rate(1, 4));
  private static final Optional<Rate> ANY = Optional.empty();
  private static final StreamRules RULES =
      new StreamRules(Duration.ofMillis(200), Duration.ofMinutes(5), Duration.ofSeconds(5), 6);

  @Test
  @Tag("delivery.9")
  void beyond_its_pulls_an_institution_is_told_to_wait_and_nothing_is_claimed(
      TestDatabase database, OpenApiCheck check) {
    try (var service = service(database, check, new RateLimits(FEW, ANY, ANY, 1))) {
      var lane = service.lane();
      lane.store(1, 5);
      var batch = lane.startOne().assertBatch(1, 1);
      lane.pullOne(batch.next()).assertBatch(2, 2);

      var refused = throttled(() -> lane.pullOne(batch.next()));
      throttled(lane::startOne);

      assertTold(refused, "\"pulls\";q=4;w=4");
      lane.assertOutcomes(1, 1, "confirmed");
      lane.assertOutcomes(2, 2, "leased");
      lane.assertOutcomes(3, 5);
      assertEquals(1, service.openStreams(lane));
      assertEquals(204, service.lane().start().status(), "another institution");
    }
  }

  @Test
  @Tag("delivery.9")
  void beyond_its_messages_nothing_is_stored_for_an_institution(
      TestDatabase database, OpenApiCheck check) {
    try (var service = service(database, check, new RateLimits(ANY, FEW, ANY, 1))) {
      var lane = service.lane();
      var told = lane.post(Messages.array(lane.ispb(), 1, 3));
      assertEquals(201, told.status());
      assertEquals("\"stored\";r=1;t=3", told.header("RateLimit").orElseThrow());

      var refused = lane.post(Messages.array(lane.ispb(), 4, 7)).assertProblem(429, "rate-limited");
      service
          .node()
          .post("/api/util/msgs/" + lane.ispb() + "/5", "")
          .assertProblem(400, "invalid-request");

      assertTold(refused, "\"stored\";q=4;w=4");
      assertEquals(
          "3", service.database().query("SELECT max(seq) FROM pixstream.message").getFirst());
      service.lane().store(1, 4);
    }
  }

  @Test
  @Tag("delivery.9")
  void a_stream_that_pulls_too_often_does_not_hold_up_another(
      TestDatabase database, OpenApiCheck check) {
    try (var service = service(database, check, new RateLimits(ANY, ANY, FEW, 1))) {
      var lane = service.lane();
      lane.store(1, 200);
      var other = lane.startOne().assertBatch(1, 1);
      var id = new String[] {lane.startOne().next()};

      var refused =
          throttled(
              () -> {
                var answer = lane.pullOne(id[0]);
                answer.header("Pull-Next").ifPresent(next -> id[0] = next);
                return answer;
              });

      assertTold(refused, "\"stream-pulls\";q=4;w=4");
      assertEquals(200, lane.pullOne(other.next()).status());
    }
  }

  @Test
  @Tag("delivery.9")
  void a_lane_with_its_allowed_backlog_refuses_new_messages_and_says_so(
      TestDatabase database, OpenApiCheck check) {
    var limits = LimitOptions.DEFAULT.withStore(new StoreLimits(5, StoreLimits.DEFAULT.callMax()));
    try (var service = service(database, check, limits)) {
      var lane = service.lane();
      lane.store(1, 3);
      lane.post(Messages.array(lane.ispb(), 4, 6)).assertProblem(429, "backlog-full");
      lane.store(4, 5);
      var full = lane.post(Messages.message(lane.ispb(), 6)).assertProblem(429, "backlog-full");
      assertTrue(Integer.parseInt(full.header("Retry-After").orElseThrow()) >= 1);
      var again = lane.post(Messages.array(lane.ispb(), 1, 5));
      assertEquals(5, again.json().getInteger("duplicates"), "a retry stores nothing");

      lane.startOne().assertBatch(1, 1);

      lane.store(6, 6);
      lane.post(Messages.message(lane.ispb(), 7)).assertProblem(429, "backlog-full");
      service.lane().store(1, 5);
      service.assertPartition();
    }
  }

  @Test
  @Tag("access.6")
  void who_guesses_ids_is_refused_before_they_are_looked_up_and_others_are_not(
      TestDatabase database, OpenApiCheck check) {
    try (var service = service(database, check, new RateLimits(ANY, ANY, ANY, 1))) {
      var lane = service.lane();
      lane.store(1, 2);
      var real = lane.startOne().assertBatch(1, 1);
      var guesses = new AtomicInteger();
      Supplier<Answer> guess =
          () ->
              lane.pullOne(
                  "/api/pix/" + lane.ispb() + "/stream/%012d".formatted(guesses.incrementAndGet()));
      var bodies = new HashSet<String>();
      for (var answer = guess.get();
          answer.status() != 429 && guesses.get() < 5_000;
          answer = guess.get()) {
        bodies.add(answer.assertProblem(404, "unknown-iteration").body());
      }

      assertTrue(guesses.get() > 200 && guesses.get() < 5_000, guesses::toString);
      assertEquals(1, bodies.size());
      // An id that exists is answered as one that does not. A token comes back in 100 ms, which may
      // be just now: then the same is asked once more.
      Until.holds(() -> exhausted(guess) && lane.pullOne(real.next()).status() == 429);
      Until.holds(
          () ->
              exhausted(guess)
                  && lane.close("/api/pix/" + lane.ispb() + "/stream/zzzzzzzzzzzz").status()
                      == 503);
      assertEquals(204, service.lane().start().status(), "another institution");
      assertTrue(
          Metrics.of(service.node()).value("pixstream_throttled_total", "limit=unknown") > 1);
      Until.holds(() -> lane.pullOne(real.next()).status() == 200);
    }
  }

  private static Service service(TestDatabase database, OpenApiCheck check, RateLimits rates) {
    return service(database, check, LimitOptions.DEFAULT.withRates(rates));
  }

  private static Service service(TestDatabase database, OpenApiCheck check, LimitOptions limits) {
    var options = ServerOptions.DEFAULT.withRules(RULES).withLimits(limits);
    var service = new Service(database, options, check);
    service.addNode();
    return service;
  }

  private static boolean exhausted(Supplier<Answer> guess) {
    while (guess.get().status() != 429) {
      // The next one.
    }
    return true;
  }

  /** Asks until it is refused; a token comes back in a second. */
  private static Answer throttled(Supplier<Answer> request) {
    var answer = request.get();
    for (int i = 0; i < 60 && answer.status() != 429; i++) {
      answer = request.get();
    }
    return answer.assertProblem(429, "rate-limited");
  }

  private static void assertTold(Answer refused, String policy) {
    assertEquals(policy, refused.header("RateLimit-Policy").orElseThrow());
    assertTrue(refused.header("RateLimit").isPresent());
    assertTrue(Integer.parseInt(refused.header("Retry-After").orElseThrow()) >= 1);
  }
}
