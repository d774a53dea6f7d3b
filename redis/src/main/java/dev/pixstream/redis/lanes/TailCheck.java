package dev.pixstream.redis.lanes;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.archive.LaneArchive;
import dev.pixstream.core.store.archive.LaneArchive.Tail;
import dev.pixstream.redis.link.Answers;
import dev.pixstream.redis.link.Keys;
import dev.pixstream.redis.link.RedisNodes;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether PostgreSQL went back to an earlier time: a replica that lagged took over, or a backup was
 * restored. A lane in Redis would go on beyond its end then, and pass over what is stored there
 * from now on. So a lane is made anew whose tail is lower than Redis knew before it was asked for,
 * or whose epoch another PostgreSQL began: as many messages may have come there since as were lost.
 */
public final class TailCheck {
  private static final Logger LOG = LoggerFactory.getLogger(TailCheck.class);

  private final RedisNodes nodes;
  private final Keys keys;
  private final LaneArchive archive;
  private final LaneRebuild rebuild;
  private final Set<LaneId> underWay = ConcurrentHashMap.newKeySet();
  private final AtomicLong rewinds = new AtomicLong();

  public TailCheck(RedisNodes nodes, Keys keys, LaneArchive archive, LaneRebuild rebuild) {
    this.nodes = nodes;
    this.keys = keys;
    this.archive = archive;
    this.rebuild = rebuild;
  }

  /** How many lanes were made anew because their messages ended earlier than before. */
  long rewinds() {
    return rewinds.get();
  }

  /**
   * Looks in the background if this tail of PostgreSQL is lower than this one of Redis, or of
   * another epoch. It may have been asked for earlier.
   */
  public void suspect(LaneId lane, Tail tail, Tail known) {
    if (!agree(tail, known) && underWay.add(lane)) {
      check(lane)
          .onComplete(
              (done, failure) -> {
                underWay.remove(lane);
                if (failure != null) {
                  LOG.warn("The end of lane {} can't be checked: {}", lane, failure.getMessage());
                }
              });
    }
  }

  /** The same of these lanes, after PostgreSQL was away: another one may have taken its place. */
  public Future<?> afterOutage(Collection<LaneId> lanes) {
    return Future.join(lanes.stream().map(this::check).toList()).otherwiseEmpty();
  }

  /**
   * Redis is asked first, so that a lower tail of PostgreSQL is not just an earlier one.
   *
   * @return whether the lane was made anew
   */
  Future<Boolean> check(LaneId lane) {
    var head = keys.head(lane);
    return nodes
        .send(head, Request.cmd(Command.HMGET).arg(head).arg("tail").arg("epoch"))
        .compose(
            known ->
                known.get(0) == null
                    ? Future.succeededFuture(false)
                    : Future.fromCompletionStage(archive.tails(List.of(lane)))
                        .compose(
                            tails ->
                                compare(
                                    lane,
                                    Answers.tail(known, 0),
                                    Objects.requireNonNull(tails.get(lane)))));
  }

  private static boolean agree(Tail tail, Tail known) {
    return tail.number() >= known.number() && tail.epoch() == known.epoch();
  }

  private Future<Boolean> compare(LaneId lane, Tail known, Tail tail) {
    if (agree(tail, known)) {
      return Future.succeededFuture(false);
    }
    if (tail.number() >= known.number() && tail.epoch() != LaneArchive.OTHER) {
      return rebuild.rebuild(lane, known.epoch()).map(made -> true);
    }
    LOG.atWarn()
        .addKeyValue("ispb", lane.value())
        .addKeyValue("tail", tail.number())
        .addKeyValue("before", known.number())
        .log("PostgreSQL may have lost messages of this lane: what it has of it is made anew");
    return rebuild
        .rewound(lane, known.epoch())
        .map(
            made -> {
              rewinds.incrementAndGet();
              return true;
            });
  }
}
