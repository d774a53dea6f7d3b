package dev.pixstream.server.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.model.Iteration;
import dev.pixstream.core.model.IterationIds;
import dev.pixstream.core.model.LaneId;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Promise 9, limits: the buckets by themselves. Theirs is one token a second, so none comes back.
 */
final class BucketsTest {
  private static final LaneId LANE = LaneId.of("00000001");
  private static final LaneId OTHER = LaneId.of("00000002");

  private final IterationIds ids = new IterationIds();

  @Test
  @Tag("delivery.9")
  void a_bucket_refuses_what_it_does_not_hold_and_loses_nothing_by_it() {
    var buckets = TokenBuckets.local("stored", new Rate(1, 10));

    assertTrue(buckets.take(LANE, 7).granted());
    var refused = buckets.take(LANE, 5);

    assertFalse(refused.granted());
    assertEquals(3, refused.remaining());
    assertEquals("\"stored\";q=10;w=10", refused.policy());
    assertEquals("\"stored\";r=3;t=2", refused.state());
    assertEquals(2, refused.retryAfterSeconds());
    assertTrue(buckets.take(LANE, 3).granted());
    assertTrue(buckets.take(OTHER, 10).granted());
  }

  @Test
  @Tag("delivery.9")
  void more_than_a_bucket_holds_is_given_by_a_full_one() {
    var buckets = TokenBuckets.local("stored", new Rate(1, 10));

    assertTrue(buckets.take(LANE, 1_000).granted());
    assertFalse(buckets.take(LANE, 1_000).granted());
  }

  @Test
  @Tag("delivery.9")
  void full_buckets_are_forgotten_and_others_are_not() {
    var buckets = TokenBuckets.local("pulls", new Rate(1, 10));
    buckets.take(LANE, 5);
    buckets.take(OTHER, 0 + 1);
    buckets.look(LaneId.of("00000003"));
    var quick = TokenBuckets.local("pulls", Rate.perSecond(Rate.MAX));
    quick.take(LANE, 1);

    buckets.sweep();
    quick.sweep();

    assertEquals(2, buckets.size());
    assertEquals(0, quick.size());
    assertEquals(5, buckets.look(LANE).remaining());
  }

  @Test
  @Tag("delivery.9")
  void nodes_share_an_institutions_bucket() {
    var limits =
        new RateLimits(Optional.of(new Rate(4, 12)), Optional.empty(), Optional.empty(), 4);
    var traffic = Traffic.local(limits, Duration.ofMinutes(1));

    for (int i = 0; i < 3; i++) {
      assertTrue(traffic.open(LANE).isEmpty());
    }
    assertEquals(new Rate(1, 3), traffic.open(LANE).orElseThrow().rate());
    assertTrue(traffic.store(LANE, 1).toCompletableFuture().join().isEmpty());
  }

  @Test
  @Tag("delivery.9")
  void a_streams_bucket_follows_its_ids_and_two_of_them_are_kept() {
    var streams = streams(Duration.ofMinutes(1));
    var first = next();
    streams.answered(first, first);
    var id = pull(streams, first);
    id = pull(streams, id);
    id = pull(streams, id);

    assertFalse(streams.take(id).orElseThrow().granted());
    assertTrue(streams.take(first).isEmpty());
    assertEquals(2, streams.size());
    var leaked = new Iteration(OTHER, id.id());
    assertTrue(streams.take(leaked).isEmpty());
    streams.closed(leaked);
    assertEquals(2, streams.size());
    streams.closed(id);
    assertEquals(0, streams.size());
  }

  @Test
  @Tag("delivery.9")
  void a_retry_is_counted_to_the_same_stream() {
    var streams = streams(Duration.ofMinutes(1));
    var first = next();
    streams.answered(first, first);
    var next = pull(streams, first);
    streams.answered(first, next);
    assertTrue(streams.take(first).orElseThrow().granted());
    assertTrue(streams.take(next).orElseThrow().granted());

    assertFalse(streams.take(first).orElseThrow().granted());
    assertEquals(2, streams.size());
  }

  @Test
  @Tag("delivery.9")
  void streams_that_stay_away_are_forgotten() {
    var streams = streams(Duration.ZERO);
    streams.answered(next(), next());

    streams.sweep();

    assertEquals(0, streams.size());
  }

  private static StreamBuckets streams(Duration kept) {
    return new StreamBuckets(_ -> new LocalBucket(StreamBuckets.NAME, new Rate(1, 3)), kept);
  }

  private Iteration next() {
    return new Iteration(LANE, ids.next());
  }

  private Iteration pull(StreamBuckets streams, Iteration id) {
    assertTrue(streams.take(id).orElseThrow().granted());
    var next = next();
    streams.answered(id, next);
    return next;
  }
}
