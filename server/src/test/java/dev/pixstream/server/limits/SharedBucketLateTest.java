package dev.pixstream.server.limits;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.TokenLeases;
import dev.pixstream.core.store.TokenLeases.Answer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An answer about tokens that comes when the time in which they may be given out is over. */
final class SharedBucketLateTest {
  private static final Rate RATE = new Rate(1, 100);

  /** Grants all, and every answer is late. */
  private static final TokenLeases LATE =
      (lane, asks) ->
          CompletableFuture.completedFuture(
              asks.stream().map(ask -> new Answer(ask.wanted(), 100 - ask.wanted())).toList());

  @Test
  @Tag("delivery.10")
  void who_waited_for_it_is_not_refused_what_was_granted() {
    var bucket =
        new SharedBucket(
            LaneId.of("00000001"),
            "stored",
            "stored",
            RATE,
            RATE,
            new TokenExchange(LATE, Duration.ofNanos(1), (duty, failure) -> {}));

    var quota = bucket.takeSoon(50).toCompletableFuture().join();

    assertTrue(quota.granted(), quota::toString);
  }
}
