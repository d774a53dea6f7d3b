package dev.pixstream.redis;

import dev.pixstream.core.Ispb;
import dev.pixstream.core.processing.Job;
import dev.pixstream.core.processing.ProcessingQueue.Demand;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Takes what was never taken, a job of each lane in turn; all lanes at once, round by round. */
final class TakeFresh {
  private static final Script FRESH = Script.ofQueue("take_fresh");

  private final QueueCalls calls;
  private final QueueLog log;
  private final Demand demand;
  private final String secret;
  private final List<Job> jobs = new ArrayList<>();
  private int room;
  private int round;

  TakeFresh(QueueCalls calls, QueueLog log, Demand demand, String secret, int room) {
    this.calls = calls;
    this.log = log;
    this.demand = demand;
    this.secret = secret;
    this.room = room;
  }

  /** A lane that may have more, and how much it gave. */
  private static final class Lane {
    private final Ispb ispb;
    private final int place;
    private int given;
    private int share;
    private boolean more = true;

    Lane(Ispb ispb, int place) {
      this.ispb = ispb;
      this.place = place;
    }
  }

  Future<List<Job>> run() {
    var ispbs = new ArrayList<>(new LinkedHashSet<>(demand.lanes()));
    Collections.shuffle(ispbs);
    if (ispbs.size() <= room) {
      return rounds(lanes(ispbs)).map(jobs);
    }
    return withWork(ispbs)
        .compose(found -> rounds(lanes(found.subList(0, Math.min(room, found.size())))))
        .map(jobs);
  }

  private static List<Lane> lanes(List<Ispb> ispbs) {
    return IntStream.range(0, ispbs.size()).mapToObj(i -> new Lane(ispbs.get(i), i)).toList();
  }

  private Future<List<Ispb>> withWork(List<Ispb> ispbs) {
    var looks = ispbs.stream().map(calls::look).toList();
    return Future.join(looks)
        .map(
            done -> {
              List<Ispb> found = new ArrayList<>();
              for (int i = 0; i < ispbs.size(); i++) {
                if (!looks.get(i).result().equals("none")) {
                  found.add(ispbs.get(i));
                }
              }
              return found;
            });
  }

  private Future<Void> rounds(List<Lane> lanes) {
    if (room == 0 || lanes.isEmpty()) {
      return Future.succeededFuture();
    }
    round++;
    share(lanes);
    var asked = lanes.stream().filter(lane -> lane.share > 0).toList();
    return Future.join(asked.stream().map(this::take).toList())
        .compose(done -> rounds(lanes.stream().filter(lane -> lane.more).toList()));
  }

  /** Who gave least is asked first. */
  private void share(List<Lane> lanes) {
    lanes.forEach(lane -> lane.share = 0);
    for (int i = 0; i < room; i++) {
      lanes.stream().min(Comparator.comparingInt(l -> l.given + l.share)).orElseThrow().share++;
    }
  }

  private Future<Void> take(Lane lane) {
    return ask(lane)
        .compose(
            answer ->
                answer.get(0).toString().equals("absent")
                    ? log.catchUp(lane.ispb).compose(made -> ask(lane))
                    : Future.succeededFuture(answer))
        .map(
            answer -> {
              given(lane, answer);
              return null;
            });
  }

  private Future<Response> ask(Lane lane) {
    var arguments =
        List.of(
            demand.worker(),
            String.format(Locale.ROOT, "%sf%d.%d-", secret, round, lane.place),
            Answers.micros(demand.visibility()),
            Integer.toString(lane.share),
            Integer.toString(demand.messagesMax()));
    return calls.timed(FRESH, lane.ispb, arguments, 1);
  }

  /** Answers come on several threads. */
  private synchronized void given(Lane lane, Response answer) {
    int given = answer.size() - 2;
    for (int i = 2; i < answer.size(); i++) {
      jobs.add(TakenJob.job(lane.ispb, answer.get(i)).job());
    }
    lane.given += given;
    lane.more = given == lane.share;
    room -= given;
  }
}
