package dev.pixstream.redis;

import dev.pixstream.core.Ispb;
import dev.pixstream.core.processing.Job;
import dev.pixstream.core.processing.ProcessingQueue.Demand;
import dev.pixstream.core.processing.ProcessingRecord;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes what was taken before: jobs whose worker went away, then retries that are due, in whichever
 * lanes. PostgreSQL is asked whether it is to be done still, because its end may have been written
 * there and not have reached Redis.
 */
final class TakeAgain {
  private static final Script LOST = Script.ofQueue("take_lost");
  private static final Script DUE = Script.ofQueue("take_due");
  private static final Script GIVE_BACK = Script.ofQueue("give_back");
  private static final Script FINISH = Script.ofQueue("finish");
  private static final int LANES_MAX = 100;

  /** Longer than anything is due in. Whoever dies with it leaves the lane to the backstop. */
  private static final Duration QUIET = Duration.ofDays(2);

  /** Earlier than any time. */
  private static final String NOW = "0";

  private final QueueCalls calls;
  private final ProcessingRecord record;
  private final Demand demand;
  private final String secret;
  private final Map<String, String> dueNext = new LinkedHashMap<>();
  private final List<TakenJob> taken = new ArrayList<>();

  TakeAgain(QueueCalls calls, ProcessingRecord record, Demand demand, String secret) {
    this.calls = calls;
    this.record = record;
    this.demand = demand;
    this.secret = secret;
  }

  Future<List<Job>> run() {
    return calls.agenda(QUIET, LANES_MAX).compose(this::run);
  }

  private Future<List<Job>> run(Response agenda) {
    List<Ispb> lanes = new ArrayList<>();
    agenda.get(1).forEach(lane -> lanes.add(new Ispb(lane.toString())));
    if (lanes.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    return each(LOST, lanes, 0)
        .compose(done -> each(DUE, lanes, 0))
        .eventually(() -> noted(agenda.get(0).toString(), lanes))
        .compose(done -> checked());
  }

  private Future<Void> each(Script script, List<Ispb> lanes, int at) {
    if (at == lanes.size()) {
      return Future.succeededFuture();
    }
    var lane = lanes.get(at);
    int room = demand.jobsMax() - taken.size();
    if (room <= 0) {
      dueNext.putIfAbsent(lane.value(), NOW);
      return each(script, lanes, at + 1);
    }
    var arguments =
        List.of(
            demand.worker(),
            secret + (script.equals(LOST) ? "l" : "d") + at + "-",
            Answers.micros(demand.visibility()),
            Integer.toString(room));
    return calls
        .looked(script, lane, arguments)
        .compose(
            answer -> {
              dueNext.put(lane.value(), answer.get(0).toString());
              for (int i = 1; i < answer.size(); i++) {
                taken.add(
                    script.equals(LOST)
                        ? TakenJob.job(lane, answer.get(i))
                        : TakenJob.retry(lane, answer.get(i)));
              }
              return each(script, lanes, at + 1);
            });
  }

  /** Also after a failure: no lane may stay unlooked at. */
  private Future<Void> noted(String since, List<Ispb> lanes) {
    List<String> idle = new ArrayList<>();
    List<Future<Void>> notes = new ArrayList<>();
    for (var lane : lanes) {
      var due = dueNext.getOrDefault(lane.value(), NOW);
      if (due.isEmpty()) {
        idle.add(lane.value());
      } else {
        notes.add(calls.note(lane, due));
      }
    }
    notes.add(calls.agendaDone(since, idle));
    return Future.join(notes).mapEmpty();
  }

  private Future<List<Job>> checked() {
    if (taken.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    var jobs = taken.stream().filter(job -> !job.isRetry()).toList();
    var retries = taken.stream().filter(TakenJob::isRetry).toList();
    return Future.fromCompletionStage(
            record.open(
                jobs.stream().map(TakenJob::span).toList(),
                retries.stream().map(TakenJob::message).toList()))
        .recover(failure -> giveBack().transform(back -> Future.failedFuture(failure)))
        .compose(open -> open(open, jobs, retries));
  }

  private Future<List<Job>> open(
      ProcessingRecord.Open open, List<TakenJob> jobs, List<TakenJob> retries) {
    List<Job> answer = new ArrayList<>();
    List<Future<Void>> over = new ArrayList<>();
    for (int i = 0; i < jobs.size(); i++) {
      if (open.jobs().get(i)) {
        answer.add(jobs.get(i).job());
      } else {
        over.add(finish(jobs.get(i)));
      }
    }
    for (int i = 0; i < retries.size(); i++) {
      var retry = retries.get(i);
      open.attempts()
          .get(i)
          .ifPresentOrElse(
              failed -> answer.add(retry.retry(failed)), () -> over.add(finish(retry)));
    }
    return Future.join(over).map(answer);
  }

  private Future<Void> finish(TakenJob job) {
    return calls.timed(FINISH, job.ispb(), job.token().words());
  }

  private Future<Void> giveBack() {
    return Future.join(
            taken.stream()
                .map(job -> calls.timed(GIVE_BACK, job.ispb(), job.token().words()))
                .toList())
        .mapEmpty();
  }
}
