package dev.pixstream.redis;

import dev.pixstream.core.Ispb;
import dev.pixstream.core.IterationId;
import dev.pixstream.core.LaneArchive;
import dev.pixstream.core.LaneArchive.Confirmed;
import dev.pixstream.core.LaneArchive.Remains;
import dev.pixstream.core.processing.SeqRange;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a lane anew from what PostgreSQL knows, when Redis does not have it, or has an older one.
 * One node does so at a time, the others wait for it.
 */
final class LaneRebuild {
  private static final Logger LOG = LoggerFactory.getLogger(LaneRebuild.class);
  private static final Script BEGIN = Script.ofLane("rebuild_begin");
  private static final Script REBUILD = Script.ofLane("rebuild");
  private static final int FIELDS = 12;
  private static final int LOCK_MS = 5_000;
  private static final int BUSY_MS = 25;
  private static final int BUSY_MAX = 2 * LOCK_MS / BUSY_MS;

  private final Vertx vertx;
  private final LaneScripts scripts;
  private final LaneArchive archive;
  private final Map<Ispb, Future<Void>> underWay = new ConcurrentHashMap<>();

  LaneRebuild(Vertx vertx, LaneScripts scripts, LaneArchive archive) {
    this.vertx = vertx;
    this.scripts = scripts;
    this.archive = archive;
  }

  /** Completes when the lane is there, whoever made it. */
  Future<Void> rebuild(Ispb ispb) {
    return rebuild(ispb, 0);
  }

  /**
   * As {@link #rebuild(Ispb)}.
   *
   * @param wrong the epoch that the lane has here and not in PostgreSQL; 0: none is known
   */
  Future<Void> rebuild(Ispb ispb, long wrong) {
    return underWay.computeIfAbsent(
        ispb,
        lane -> {
          var made = begin(lane, wrong, 0);
          // Not from inside of computeIfAbsent, should it be made already.
          vertx.runOnContext(started -> made.onComplete((done, failure) -> underWay.remove(lane)));
          return made;
        });
  }

  private Future<Void> begin(Ispb ispb, long wrong, int tries) {
    var token = UUID.randomUUID().toString();
    return scripts
        .run(ispb, BEGIN, List.of(token, Integer.toString(LOCK_MS), Long.toString(wrong)))
        .compose(answer -> begun(ispb, wrong, tries, token, answer));
  }

  private Future<Void> begun(Ispb ispb, long wrong, int tries, String token, Response answer) {
    return switch (Answers.text(answer, 0)) {
      case "yours" -> make(ispb, token, answer);
      case "busy" ->
          tries < BUSY_MAX
              ? vertx.timer(BUSY_MS).compose(late -> begin(ispb, wrong, tries + 1))
              : Future.failedFuture(LaneScripts.lost(ispb));
      default -> Future.succeededFuture();
    };
  }

  /** What is still in the queue is confirmed: it goes to the history first. */
  private Future<Void> make(Ispb ispb, String token, Response answer) {
    long epoch = answer.get(1).toLong();
    var entries = entries(answer);
    var recorded =
        entries.isEmpty()
            ? Future.<List<Boolean>>succeededFuture(List.of())
            : Future.fromCompletionStage(archive.record(ispb, entries));
    return recorded
        .compose(done -> Future.fromCompletionStage(archive.rebuild(ispb, epoch)))
        .compose(remains -> install(ispb, token, remains));
  }

  private Future<Void> install(Ispb ispb, String token, Remains remains) {
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
          .addKeyValue("ispb", ispb.value())
          .addKeyValue("epoch", remains.epoch())
          .log("Redis did not know this lane's present: it was rebuilt from PostgreSQL");
    }
    return scripts
        .run(ispb, REBUILD, arguments)
        .compose(
            answer ->
                Answers.text(answer, 0).equals("current")
                    ? Future.succeededFuture()
                    : Future.failedFuture(LaneScripts.lost(ispb)));
  }

  private static List<Confirmed> entries(Response answer) {
    var entries = new ArrayList<Confirmed>();
    for (int i = 2; i + FIELDS <= answer.size(); i += FIELDS) {
      entries.add(
          new Confirmed(
              answer.get(i).toLong(),
              new SeqRange(answer.get(i + 1).toLong(), answer.get(i + 2).toLong()),
              Answers.number(answer, i + 3),
              Answers.number(answer, i + 4),
              Answers.number(answer, i + 5),
              answer.get(i + 7).toLong(),
              Answers.number(answer, i + 8),
              new IterationId(Answers.text(answer, i + 6)),
              Answers.instant(answer.get(i + 9).toLong()),
              Answers.instant(answer.get(i + 10).toLong()),
              Answers.instant(answer.get(i + 11).toLong())));
    }
    return entries;
  }
}
