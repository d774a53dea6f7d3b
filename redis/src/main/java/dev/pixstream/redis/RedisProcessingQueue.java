package dev.pixstream.redis;

import dev.pixstream.core.Ispb;
import dev.pixstream.core.processing.Failure;
import dev.pixstream.core.processing.Job;
import dev.pixstream.core.processing.ProcessingQueue;
import dev.pixstream.core.processing.ProcessingRecord;
import dev.pixstream.core.processing.ProcessingRecord.Ending;
import dev.pixstream.core.processing.ProcessingRecord.RetryEnding;
import dev.pixstream.core.processing.SeqRange;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The queue {@code message-processing} in Redis: who has what, and until when. What was confirmed
 * and what came of it is in PostgreSQL, written there before Redis forgets it; so the queue of a
 * lane can be made anew whenever Redis has lost it.
 */
final class RedisProcessingQueue implements ProcessingQueue {
  private static final Script EXTEND = Script.ofQueue("extend");
  private static final Script SETTLE = Script.ofQueue("settle");
  private static final Script FINISH = Script.ofQueue("finish");

  /** Longer than a write to PostgreSQL may take. */
  private static final Duration SETTLING = Duration.ofSeconds(20);

  private static final int TOGETHER_MAX = 100;

  private final QueueCalls calls;
  private final ProcessingRecord record;
  private final QueueLog log;
  private final QueueHistory history;
  private final Together<Ending, Boolean> endings;
  private final Together<RetryEnding, Boolean> retryEndings;
  private final SecureRandom random = new SecureRandom();

  RedisProcessingQueue(
      QueueCalls calls, ProcessingRecord record, QueueLog log, QueueHistory history) {
    this.calls = calls;
    this.record = record;
    this.log = log;
    this.history = history;
    this.endings = new Together<>(record::ended, TOGETHER_MAX);
    this.retryEndings = new Together<>(record::retriesEnded, TOGETHER_MAX);
  }

  @Override
  public CompletionStage<Void> enqueue(Ispb ispb, List<SeqRange> ranges) {
    return history
        .write(List.of(ispb))
        .compose(written -> Future.fromCompletionStage(record.requeue(ispb, ranges)))
        .compose(put -> log.catchUp(ispb))
        .compose(known -> log.retries(ispb))
        .toCompletionStage();
  }

  @Override
  public CompletionStage<List<Job>> take(Demand demand) {
    var secret = new BigInteger(64, random).toString(36);
    return history
        .write(demand.lanes())
        .compose(written -> new TakeAgain(calls, record, demand, secret).run())
        .compose(
            again -> {
              int room = demand.jobsMax() - again.size();
              if (room == 0 || demand.lanes().isEmpty()) {
                return Future.succeededFuture(again);
              }
              return new TakeFresh(calls, log, demand, secret, room)
                  .run()
                  .map(fresh -> both(again, fresh));
            })
        .toCompletionStage();
  }

  private static List<Job> both(List<Job> again, List<Job> fresh) {
    List<Job> all = new ArrayList<>(again);
    all.addAll(fresh);
    return all;
  }

  @Override
  public CompletionStage<Set<Job.Token>> extend(Collection<Job> jobs, Duration visibility) {
    Map<Ispb, List<QueueToken>> lanes = new HashMap<>();
    for (var job : jobs) {
      lanes.computeIfAbsent(job.ispb(), lane -> new ArrayList<>()).add(QueueToken.of(job));
    }
    List<Future<Set<String>>> kept = new ArrayList<>();
    lanes.forEach((lane, tokens) -> kept.add(extend(lane, tokens, visibility)));
    return Future.join(kept)
        .map(
            done -> {
              Set<String> secrets = new HashSet<>();
              kept.forEach(some -> secrets.addAll(some.result()));
              Set<Job.Token> own = new HashSet<>();
              jobs.stream()
                  .filter(job -> secrets.contains(QueueToken.of(job).secret()))
                  .forEach(job -> own.add(job.token()));
              return own;
            })
        .toCompletionStage();
  }

  private Future<Set<String>> extend(Ispb lane, List<QueueToken> tokens, Duration visibility) {
    List<String> arguments = new ArrayList<>();
    arguments.add(Answers.micros(visibility));
    for (var token : tokens) {
      arguments.addAll(token.words());
    }
    return calls
        .timed(EXTEND, lane, arguments, 0)
        .map(
            answer -> {
              Set<String> secrets = new HashSet<>();
              for (int i = 1; i < answer.size(); i++) {
                secrets.add(answer.get(i).toString());
              }
              return secrets;
            });
  }

  @Override
  public CompletionStage<Boolean> complete(Job job) {
    return end(job, List.of()).toCompletionStage();
  }

  @Override
  public CompletionStage<Boolean> fail(Job job, List<Failure> failures) {
    check(job, failures);
    return end(job, failures).toCompletionStage();
  }

  @Override
  public CompletionStage<Waiting> waiting(Optional<Ispb> after, int lanesMax) {
    return Future.fromCompletionStage(record.lanes(after, lanesMax))
        .compose(
            lanes -> {
              var looks = lanes.stream().map(this::look).toList();
              var last =
                  lanes.size() == lanesMax ? Optional.of(lanes.getLast()) : Optional.<Ispb>empty();
              return Future.join(looks)
                  .map(
                      done -> {
                        List<Ispb> found = new ArrayList<>();
                        for (int i = 0; i < lanes.size(); i++) {
                          if (looks.get(i).result()) {
                            found.add(lanes.get(i));
                          }
                        }
                        return new Waiting(found, last);
                      });
            })
        .toCompletionStage();
  }

  /** A lane that Redis does not know is made anew. */
  private Future<Boolean> look(Ispb ispb) {
    return calls
        .look(ispb)
        .compose(
            seen ->
                seen.equals("absent")
                    ? log.catchUp(ispb).compose(made -> calls.look(ispb))
                    : Future.succeededFuture(seen))
        .map(seen -> seen.equals("work"));
  }

  /** Its own in Redis, then over in PostgreSQL, then gone from Redis. */
  private Future<Boolean> end(Job job, List<Failure> failures) {
    var token = QueueToken.of(job);
    List<String> arguments = new ArrayList<>(token.words());
    arguments.addFirst(Answers.micros(SETTLING));
    return calls
        .looked(SETTLE, job.ispb(), arguments)
        .compose(
            answer ->
                answer.get(0).toString().equals("own")
                    ? written(job, token, answer, failures)
                        .compose(news -> finish(job, token, news ? failures : List.of()).map(news))
                    : Future.succeededFuture(false));
  }

  private Future<Boolean> written(
      Job job, QueueToken token, Response settled, List<Failure> failures) {
    long place = Long.parseLong(token.place());
    if (token.kind() == QueueToken.Kind.RETRY) {
      return retryEndings.ask(
          new RetryEnding(job.ispb(), place, job.attempt(), failures.stream().findFirst()));
    }
    var takenAt = Answers.instant(settled.get(1).toLong());
    long before = settled.get(3).toLong();
    return endings.ask(
        new Ending(job.ispb(), before, place, settled.get(2).toString(), takenAt, failures));
  }

  private Future<Void> finish(Job job, QueueToken token, List<Failure> failures) {
    List<String> arguments = new ArrayList<>(token.words());
    for (var failure : failures) {
      failure
          .retryIn()
          .ifPresent(
              in -> {
                arguments.add(Long.toString(failure.seq()));
                arguments.add(Answers.micros(in));
              });
    }
    return calls.timed(FINISH, job.ispb(), arguments);
  }

  private static void check(Job job, List<Failure> failures) {
    Set<Long> seen = new HashSet<>();
    for (var failure : failures) {
      if (!job.holds(failure.seq()) || !seen.add(failure.seq())) {
        throw new IllegalArgumentException(
            "message " + failure.seq() + " is none of the job's, or is named twice");
      }
    }
  }
}
