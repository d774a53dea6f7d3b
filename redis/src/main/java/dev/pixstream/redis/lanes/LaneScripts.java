package dev.pixstream.redis.lanes;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.StoreUnavailableException;
import dev.pixstream.redis.history.Settled;
import dev.pixstream.redis.link.Answers;
import dev.pixstream.redis.link.Keys;
import dev.pixstream.redis.link.RedisCalls;
import dev.pixstream.redis.link.RedisLink;
import dev.pixstream.redis.link.Script;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Runs the scripts of lanes, with what all of them are given, and notes when each lane's next lease
 * ends.
 */
public final class LaneScripts {
  public static final String REBUILD = "rebuild";
  private static final String NONE = "-";

  private final RedisCalls calls;
  private final Keys keys;
  private final Supplier<Duration> ahead;
  private final Map<LaneId, Long> dueMicros = new ConcurrentHashMap<>();

  public LaneScripts(RedisCalls calls, Keys keys, Supplier<Duration> ahead) {
    this.calls = calls;
    this.keys = keys;
    this.ahead = ahead;
  }

  /** The answer, {@link #REBUILD} included. */
  public Future<Response> run(LaneId lane, Script script, List<String> own) {
    var names = keys(lane);
    var facts = calls.nodes().of(names.getFirst()).facts();
    if (facts.isEmpty()) {
      // Fails at once; a cluster looks who else has the lane.
      return calls.nodes().send(names.getFirst(), Request.cmd(Command.PING));
    }
    var arguments = new ArrayList<String>(own.size() + 2);
    arguments.add(facts.get().run());
    arguments.add(Answers.micros(ahead.get()));
    arguments.addAll(own);
    return calls.run(script, names, arguments);
  }

  /** As {@link #run}, of a lane that is there. */
  Future<Response> noting(LaneId lane, Script script, List<String> own) {
    return run(lane, script, own).onSuccess(answer -> note(lane, answer));
  }

  /** Lanes in which streams are open, as far as this node knows. */
  public Set<LaneId> open() {
    return Set.copyOf(dueMicros.keySet());
  }

  static boolean mustRebuild(Response answer) {
    return answer.get(0).toString().equals(REBUILD);
  }

  /**
   * Lanes whose next lease has ended, as far as this node knows. Each Redis is asked for its own
   * time; one that does not answer soon keeps its lanes out, and no others.
   */
  Future<List<LaneId>> due(int lanesMax) {
    Map<RedisLink, List<Map.Entry<LaneId, Long>>> lanes = new HashMap<>();
    dueMicros
        .entrySet()
        .forEach(
            lane ->
                lanes
                    .computeIfAbsent(
                        calls.nodes().of(keys.head(lane.getKey())), redis -> new ArrayList<>())
                    .add(lane));
    return Settled.answered(
            lanes.entrySet().stream().map(redis -> due(redis.getKey(), redis.getValue())).toList())
        .map(found -> found.stream().flatMap(List::stream).limit(lanesMax).toList());
  }

  private Future<List<LaneId>> due(RedisLink redis, List<Map.Entry<LaneId, Long>> lanes) {
    return redis
        .send(Request.cmd(Command.TIME))
        .map(
            time -> {
              long now =
                  time.get(0).toLong() * 1_000_000
                      + time.get(1).toLong()
                      + ahead.get().toNanos() / 1_000;
              return lanes.stream()
                  .filter(lane -> lane.getValue() <= now)
                  .map(Map.Entry::getKey)
                  .toList();
            });
  }

  static StoreUnavailableException lost(LaneId lane) {
    return new StoreUnavailableException("lane " + lane.value() + " is being rebuilt");
  }

  private void note(LaneId lane, Response answer) {
    if (answer.size() < 2) {
      return;
    }
    var due = answer.get(1).toString();
    if (due.equals(NONE)) {
      dueMicros.remove(lane);
    } else {
      dueMicros.put(lane, Long.valueOf(due));
    }
  }

  private List<String> keys(LaneId lane) {
    return List.of(
        keys.head(lane),
        keys.streams(lane),
        keys.leases(lane),
        keys.owners(lane),
        keys.returned(lane),
        keys.ended(lane),
        keys.queue(lane),
        keys.rebuild(lane),
        keys.again(lane));
  }
}
