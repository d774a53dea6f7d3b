package dev.pixstream.server.crash;

import dev.pixstream.embedded.EmbeddedRedis;
import dev.pixstream.server.RedisLook;
import dev.pixstream.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the nodes of one test share.
 *
 * @param redis has the streams and claims; empty: the database has them too
 */
record Stores(TestDatabase database, Optional<EmbeddedRedis> redis) {
  /** The words with which {@link NodeMain} finds Redis. */
  List<String> words() {
    return redis.map(there -> List.of("redis=" + there.url())).orElseGet(List::of);
  }

  /** Where the invariant <em>partition</em> does not hold. */
  List<String> violations() {
    if (redis.isEmpty()) {
      return database.violations();
    }
    try (var look = look()) {
      return look.violations();
    }
  }

  RedisLook look() {
    return new RedisLook(database, redis.orElseThrow().url(), () -> Duration.ZERO);
  }

  /** How many streams of a lane are open. */
  int openStreams(String lane) {
    if (redis.isEmpty()) {
      return Integer.parseInt(
          database
              .query(
                  "SELECT count(*) FROM pixstream.stream WHERE ended_at IS NULL AND ispb = '%s'"
                      .formatted(lane))
              .getFirst());
    }
    try (var look = look()) {
      return look.streams(lane).size();
    }
  }
}
