package dev.pixstream.redis.view;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.redis.history.Settled;
import dev.pixstream.redis.lanes.LaneClaims;
import dev.pixstream.redis.link.Answers;
import dev.pixstream.redis.link.Keys;
import dev.pixstream.redis.link.RedisCalls;
import dev.pixstream.redis.link.RedisFacts;
import dev.pixstream.redis.link.RedisLink;
import dev.pixstream.redis.link.Script;
import dev.pixstream.redis.link.Slots;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * How many lanes stand at one moment: one pipelined call for each Redis. Lanes that may go
 * together, since they are in one Redis or in one slot of a cluster, share a script.
 */
public final class LaneSamples {
  private static final Script SAMPLE = Script.alone("sample");

  /** So that no script holds up the pulls for more than about a millisecond. */
  private static final int TOGETHER_MAX = 50;

  private final RedisCalls calls;
  private final Keys keys;
  private final Supplier<Duration> ahead;

  public LaneSamples(RedisCalls calls, Keys keys, Supplier<Duration> ahead) {
    this.calls = calls;
    this.keys = keys;
    this.ahead = ahead;
  }

  /**
   * What Redis said.
   *
   * @param time Redis's
   */
  record Sampled(Instant time, Map<LaneId, LaneClaims> lanes) {}

  /** Lanes of one script. */
  private record Part(List<LaneId> lanes, List<String> keys, List<String> arguments) {
    Request request() {
      return RedisCalls.evalsha(SAMPLE, keys, arguments);
    }
  }

  /** Some of these are told in detail. */
  Future<Sampled> ask(List<LaneId> lanes, Set<LaneId> watched) {
    Map<RedisLink, List<Part>> parts = new LinkedHashMap<>();
    for (var together : groups(lanes)) {
      var link = calls.nodes().of(keys.head(together.getFirst()));
      parts.computeIfAbsent(link, at -> new ArrayList<>()).add(part(link, together, watched));
    }
    List<Future<Sampled>> answers = new ArrayList<>();
    parts.forEach((link, some) -> answers.add(send(link, some).map(said -> sampled(some, said))));
    return Settled.answered(answers)
        .map(
            found -> {
              // Those of a Redis that does not answer are as if it had lost them.
              Map<LaneId, LaneClaims> all = new HashMap<>();
              lanes.forEach(lane -> all.put(lane, LaneClaims.UNKNOWN));
              var time = Instant.EPOCH;
              for (var some : found) {
                all.putAll(some.lanes());
                time = some.time();
              }
              return new Sampled(time, all);
            });
  }

  private static Sampled sampled(List<Part> parts, List<Response> said) {
    Map<LaneId, LaneClaims> found = new HashMap<>();
    var time = Instant.EPOCH;
    for (int i = 0; i < parts.size(); i++) {
      time = Answers.instant(said.get(i).get(0).toLong());
      read(parts.get(i), said.get(i), found);
    }
    return new Sampled(time, found);
  }

  private static void read(Part part, Response answer, Map<LaneId, LaneClaims> found) {
    for (int i = 0; i < part.lanes().size(); i++) {
      found.put(part.lanes().get(i), LaneClaims.parse(answer.get(i + 1)));
    }
  }

  private List<List<LaneId>> groups(List<LaneId> lanes) {
    List<List<LaneId>> groups = new ArrayList<>();
    if (calls.nodes().isCluster()) {
      Map<Integer, List<LaneId>> slots = new LinkedHashMap<>();
      for (var lane : lanes) {
        slots.computeIfAbsent(Slots.of(keys.head(lane)), slot -> new ArrayList<>()).add(lane);
      }
      slots.values().forEach(some -> cut(some, groups));
    } else {
      cut(lanes, groups);
    }
    return groups;
  }

  private static void cut(List<LaneId> lanes, List<List<LaneId>> groups) {
    for (int from = 0; from < lanes.size(); from += TOGETHER_MAX) {
      groups.add(lanes.subList(from, Math.min(lanes.size(), from + TOGETHER_MAX)));
    }
  }

  private Part part(RedisLink link, List<LaneId> lanes, Set<LaneId> watched) {
    List<String> names = new ArrayList<>();
    List<String> arguments = new ArrayList<>();
    arguments.add(link.facts().map(RedisFacts::run).orElse("-"));
    arguments.add(Answers.micros(ahead.get()));
    for (var lane : lanes) {
      names.addAll(keys.sampled(lane));
      arguments.add(watched.contains(lane) ? "1" : "0");
    }
    return new Part(lanes, names, arguments);
  }

  /** In one go; if a Redis does not know the script, or a slot has moved, one after the other. */
  private Future<List<Response>> send(RedisLink link, List<Part> parts) {
    return link.sendAll(parts.stream().map(Part::request).toList())
        .recover(
            failure -> {
              var single =
                  parts.stream()
                      .map(part -> calls.run(SAMPLE, part.keys(), part.arguments()))
                      .toList();
              return Future.join(single).map(done -> single.stream().map(Future::result).toList());
            });
  }
}
