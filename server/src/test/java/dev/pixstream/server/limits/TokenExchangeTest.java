package dev.pixstream.server.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.StoreUnavailableException;
import dev.pixstream.core.store.TokenLeases;
import dev.pixstream.core.store.TokenLeases.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Settling goes on whatever a call throws: a bucket that is not answered would wait for ever. */
final class TokenExchangeTest {
  private static final Rate RATE = new Rate(1, 100);

  private final List<String> told = new ArrayList<>();
  private Optional<Throwable> thrown = Optional.empty();
  private boolean late;
  private int calls;

  private final TokenLeases leases =
      (lane, asks) -> {
        calls++;
        if (thrown.isPresent() && thrown.get() instanceof Error error) {
          return late ? CompletableFuture.failedFuture(error) : thrown(error);
        }
        return thrown
            .<CompletionStage<List<Answer>>>map(CompletableFuture::failedFuture)
            .orElseGet(
                () ->
                    CompletableFuture.completedFuture(
                        asks.stream().map(ask -> new Answer(ask.wanted(), 50)).toList()));
      };

  private final TokenExchange exchange =
      new TokenExchange(
          leases, Duration.ofSeconds(10), (duty, failure) -> told.add(duty + " " + failure));

  private final SharedBucket bucket =
      new SharedBucket(LaneId.of("00000001"), "stored", "stored", RATE, RATE, exchange);

  private static CompletionStage<List<Answer>> thrown(Error error) {
    throw error;
  }

  private void settlesAgainAfter(Throwable failure) {
    thrown = Optional.of(failure);
    // A bucket that nobody answers limits by the node's own share.
    assertTrue(bucket.takeSoon(50).toCompletableFuture().join().granted());
    assertTrue(bucket.take(1).granted());
    int before = calls;
    thrown = Optional.empty();

    exchange.tick();

    assertEquals(before + 1, calls, "it is settled again");
    assertTrue(bucket.takeSoon(40).toCompletableFuture().join().granted());
  }

  @Test
  @Tag("access.11")
  void an_error_that_a_call_throws_is_told_and_the_bucket_settles_again() {
    settlesAgainAfter(new StackOverflowError("deep"));

    assertEquals(List.of("limits java.lang.StackOverflowError: deep"), told);
  }

  @Test
  @Tag("access.11")
  void a_later_error_is_reported_too() {
    late = true;
    settlesAgainAfter(new NoClassDefFoundError("gone"));

    assertEquals(List.of("limits java.lang.NoClassDefFoundError: gone"), told);
  }

  @Test
  @Tag("access.11")
  void an_unavailable_redis_shows_in_the_buckets_alone() {
    settlesAgainAfter(new StoreUnavailableException("away"));

    assertEquals(List.of(), told);
  }
}
