package dev.pixstream.redis.lanes;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.SeqRange;
import dev.pixstream.core.store.archive.LaneArchive;
import dev.pixstream.core.store.archive.LaneArchive.Remains;
import dev.pixstream.redis.link.Answers;
import dev.pixstream.redis.link.Script;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a lane anew from what PostgreSQL knows, when Redis does not have it, or has an older one.
 * If Redis was only started anew and what it has agrees with PostgreSQL, the lane goes on. One node
 * does so at a time, the others wait for it.
 */
public final class LaneRebuild {
  private static final Logger LOG = LoggerFactory.getLogger(LaneRebuild.class);
  private static final Script BEGIN = Script.ofLane("rebuild_begin");
  private static final Script LEAVE = Script.ofLane("rebuild_leave");
  private static final Script RECOVER = Script.ofLane("recover");
  private static final Script REBUILD = Script.ofLane("rebuild");
  private static final int GRACE_MS = 5_000;
  private static final int LOCK_MS = 5_000;
  private static final int BUSY_MS = 25;
  private static final int BUSY_MAX = 2 * LOCK_MS / BUSY_MS;

  private final Vertx vertx;
  private final LaneScripts scripts;
  private final LaneArchive archive;
  private final Function<LaneId, Future<Void>> confirmed;
  private final Map<LaneId, Future<Void>> underWay = new ConcurrentHashMap<>();

  /**
   * Creates it.
   *
   * @param confirmed writes to the history what of a lane is confirmed and still in its queue
   */
  public LaneRebuild(
      Vertx vertx,
      LaneScripts scripts,
      LaneArchive archive,
      Function<LaneId, Future<Void>> confirmed) {
    this.vertx = vertx;
    this.scripts = scripts;
    this.archive = archive;
    this.confirmed = confirmed;
  }

  /** Completes when the lane exists, no matter which node made it. */
  Future<Void> rebuild(LaneId lane) {
    return rebuild(lane, 0);
  }

  /**
   * As {@link #rebuild(LaneId)}.
   *
   * @param wrong the epoch that the lane has here and not in PostgreSQL; 0: none is known
   */
  Future<Void> rebuild(LaneId lane, long wrong) {
    return once(lane, wrong, confirmed);
  }

  /**
   * PostgreSQL has lost messages of this lane. What is confirmed and not in the history may be of
   * those, whose numbers others get: it is void with this epoch, and the rest delivered again.
   */
  Future<Void> rewound(LaneId lane, long epoch) {
    return once(lane, epoch, _ -> Future.succeededFuture());
  }

  private Future<Void> once(LaneId lane, long wrong, Function<LaneId, Future<Void>> history) {
    return underWay.computeIfAbsent(
        lane,
        _ -> {
          var made = begin(lane, wrong, history, 0);
          // Not from inside of computeIfAbsent, should it be made already.
          vertx.runOnContext(started -> made.onComplete((done, failure) -> underWay.remove(lane)));
          return made;
        });
  }

  private Future<Void> begin(
      LaneId lane, long wrong, Function<LaneId, Future<Void>> history, int tries) {
    var token = UUID.randomUUID().toString();
    return scripts
        .run(lane, BEGIN, List.of(token, Integer.toString(LOCK_MS), Long.toString(wrong)))
        .compose(
            answer ->
                switch (Answers.text(answer, 0)) {
                  case "yours" -> make(lane, token, wrong, history, answer);
                  case "busy" ->
                      tries < BUSY_MAX
                          ? vertx
                              .timer(BUSY_MS)
                              .compose(late -> begin(lane, wrong, history, tries + 1))
                          : Future.failedFuture(LaneScripts.lost(lane));
                  default -> Future.succeededFuture();
                });
  }

  /** What is still in the queue is confirmed: it goes to the history first. */
  private Future<Void> make(
      LaneId lane,
      String token,
      long wrong,
      Function<LaneId, Future<Void>> history,
      Response answer) {
    long epoch = answer.get(1).toLong();
    long head = answer.get(2).toLong();
    int places = Answers.number(answer, 3);
    var held = new ArrayList<SeqRange>();
    for (int i = 4; i < 4 + 2 * places; i += 2) {
      held.add(new SeqRange(answer.get(i).toLong(), answer.get(i + 1).toLong()));
    }
    return history
        .apply(lane)
        .compose(done -> Future.fromCompletionStage(archive.rebuild(lane, epoch)))
        .compose(
            remains ->
                wrong == 0 && agrees(remains, epoch, head, held)
                    ? install(lane, RECOVER, recover(token, remains))
                    : install(lane, REBUILD, rebuild(lane, token, remains)))
        .recover(failure -> leave(lane, token, failure));
  }

  /** The next caller tries at once, and fails as fast if PostgreSQL is unavailable. */
  private Future<Void> leave(LaneId lane, String token, Throwable failure) {
    return scripts.run(lane, LEAVE, List.of(token)).transform(left -> Future.failedFuture(failure));
  }

  /** Whether what is held here is exactly what the history does not have. */
  private static boolean agrees(Remains remains, long epoch, long head, List<SeqRange> held) {
    if (epoch == 0 || remains.epoch() != epoch + 1 || head > remains.tail()) {
      return false;
    }
    var open = new ArrayList<>(remains.gaps());
    addBeyond(open, remains.head(), remains.tail());
    addBeyond(held, head, remains.tail());
    return Ranges.minus(open, held).isEmpty() && Ranges.minus(held, open).isEmpty();
  }

  private static void addBeyond(List<SeqRange> ranges, long head, long tail) {
    if (head < tail) {
      ranges.add(new SeqRange(head, tail));
    }
  }

  private static List<String> recover(String token, Remains remains) {
    return List.of(
        token,
        Long.toString(remains.epoch()),
        Long.toString(remains.tail()),
        Long.toString(remains.suspect()),
        Integer.toString(remains.attempts()),
        Integer.toString(GRACE_MS));
  }

  private static List<String> rebuild(LaneId lane, String token, Remains remains) {
    var arguments = new ArrayList<String>();
    arguments.add(token);
    arguments.add(Long.toString(remains.epoch()));
    arguments.add(Long.toString(remains.tail()));
    arguments.add(Long.toString(remains.head()));
    arguments.add(Long.toString(remains.suspect()));
    arguments.add(Integer.toString(remains.attempts()));
    arguments.add(remains.first() ? "0" : "1");
    for (var gap : remains.gaps()) {
      arguments.add(Long.toString(gap.from()));
      arguments.add(Long.toString(gap.to()));
    }
    if (!remains.first()) {
      LOG.atWarn()
          .addKeyValue("ispb", lane.value())
          .addKeyValue("epoch", remains.epoch())
          .log("Redis did not know this lane's present: it was rebuilt from PostgreSQL");
    }
    return arguments;
  }

  private Future<Void> install(LaneId lane, Script script, List<String> arguments) {
    return scripts
        .run(lane, script, arguments)
        .compose(
            answer ->
                Answers.text(answer, 0).equals("current")
                    ? Future.succeededFuture()
                    : Future.failedFuture(LaneScripts.lost(lane)));
  }
}
