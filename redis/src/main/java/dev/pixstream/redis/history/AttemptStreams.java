package dev.pixstream.redis.history;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.SeqRange;
import dev.pixstream.core.store.archive.Attempt;
import dev.pixstream.redis.link.Answers;
import dev.pixstream.redis.link.Keys;
import dev.pixstream.redis.link.RedisLink;
import dev.pixstream.redis.link.RedisNodes;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The Redis Streams {@code {<lane>}:message-processing}: attempts of delivery that are over and not
 * yet in the history. The scripts that end them add the entries (record in lane.lua).
 */
public final class AttemptStreams {
  /** Of a lane at once, so that no answer of Redis gets large. */
  private static final int ENTRIES_MAX = 250;

  private final RedisNodes nodes;
  private final Keys keys;

  public AttemptStreams(RedisNodes nodes, Keys keys) {
    this.nodes = nodes;
    this.keys = keys;
  }

  /** The oldest attempts of a lane, with the ids of their entries. */
  record Page(LaneId lane, List<String> ids, List<Attempt> attempts) {
    /** There may be more. */
    boolean isFull() {
      return ids.size() == ENTRIES_MAX;
    }
  }

  /** The Redis that holds this lane's stream. */
  RedisLink of(LaneId lane) {
    return nodes.of(keys.queue(lane));
  }

  Future<Page> read(LaneId lane) {
    var key = keys.queue(lane);
    var request =
        Request.cmd(Command.XRANGE).arg(key).arg("-").arg("+").arg("COUNT").arg(ENTRIES_MAX);
    return nodes.send(key, request).map(answer -> page(lane, answer));
  }

  /** Deletes what is in the history. */
  Future<Void> forget(Page page) {
    var key = keys.queue(page.lane());
    var request = Request.cmd(Command.XDEL).arg(key);
    page.ids().forEach(request::arg);
    return nodes.send(key, request).mapEmpty();
  }

  private static Page page(LaneId lane, Response answer) {
    List<String> ids = new ArrayList<>();
    List<Attempt> attempts = new ArrayList<>();
    for (var entry : answer) {
      ids.add(entry.get(0).toString());
      Map<String, String> fields = new HashMap<>();
      for (int i = 0; i + 1 < entry.get(1).size(); i += 2) {
        fields.put(entry.get(1).get(i).toString(), entry.get(1).get(i + 1).toString());
      }
      attempts.add(attempt(lane, new Fields(fields)));
    }
    return new Page(lane, ids, attempts);
  }

  /** See lane.lua for what they mean. */
  private record Fields(Map<String, String> of) {
    String text(String name) {
      var value = of.get(name);
      if (value == null) {
        throw new IllegalStateException("an attempt without " + name);
      }
      return value;
    }

    long number(String name) {
      return Long.parseLong(text(name));
    }

    Instant time(String name) {
      return Answers.instant(number(name));
    }
  }

  private static Attempt attempt(LaneId lane, Fields fields) {
    return new Attempt(
        lane,
        fields.number("epoch"),
        new SeqRange(fields.number("from"), fields.number("to")),
        fields.text("batch"),
        (int) fields.number("part"),
        (int) fields.number("attempt"),
        (int) fields.number("redelivered"),
        fields.number("stream"),
        (int) fields.number("iteration"),
        fields.time("leased"),
        fields.time("lease"),
        fields.time("at"),
        fields.of().getOrDefault("outcome", Attempt.CONFIRMED));
  }
}
