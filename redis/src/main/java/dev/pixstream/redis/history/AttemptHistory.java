package dev.pixstream.redis.history;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.archive.LaneArchive;
import dev.pixstream.redis.link.RedisLink;
import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Brings attempts of delivery that are over from Redis to PostgreSQL, and only then deletes them.
 * Each Redis has rounds of its own, so that one that is away holds up no lane of the others. Two
 * nodes may write the same: the second changes nothing.
 */
public final class AttemptHistory {
  private final AttemptStreams streams;
  private final LaneArchive archive;
  private final Map<RedisLink, HistoryRounds> rounds = new ConcurrentHashMap<>();

  public AttemptHistory(AttemptStreams streams, LaneArchive archive) {
    this.streams = streams;
    this.archive = archive;
  }

  /** See {@link HistoryRounds#write}. */
  public Future<Integer> write(LaneId lane) {
    return rounds
        .computeIfAbsent(streams.of(lane), redis -> new HistoryRounds(streams, archive))
        .write(lane);
  }
}
