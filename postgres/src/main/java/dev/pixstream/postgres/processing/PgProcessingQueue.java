package dev.pixstream.postgres.processing;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.SeqRange;
import dev.pixstream.core.store.queue.Failure;
import dev.pixstream.core.store.queue.Job;
import dev.pixstream.core.store.queue.ProcessingQueue;
import dev.pixstream.postgres.link.Calls;
import dev.pixstream.postgres.link.Rows;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The queue {@code message-processing} in PostgreSQL: each operation is one function of the schema
 * and one round trip. A confirmation enqueues in its own transaction ({@code pixstream.confirm}).
 */
public final class PgProcessingQueue implements ProcessingQueue {
  private static final String ENQUEUE = "SELECT pixstream.enqueue($1, $2, $3)";
  private static final String TAKE =
      "SELECT token, ispb, retry, from_seqs, to_seqs, attempt"
          + " FROM pixstream.take_jobs($1, $2, $3, $4, $5, $6, $7)";
  private static final String EXTEND =
      "SELECT token FROM pixstream.extend_jobs($1, $2, $3, $4, $5)";
  private static final String COMPLETE = "SELECT pixstream.complete_job($1, $2, $3)";
  private static final String FAIL = "SELECT pixstream.fail_job($1, $2, $3, $4, $5, $6, $7)";
  private static final String WAITING = "SELECT ispbs, last FROM pixstream.waiting_lanes($1, $2)";

  private final Calls work;
  private final WorkHorizon horizon;

  public PgProcessingQueue(Calls work, WorkHorizon horizon) {
    this.work = work;
    this.horizon = horizon;
  }

  @Override
  public CompletionStage<Void> enqueue(LaneId lane, List<SeqRange> ranges) {
    return work.run(ENQUEUE, Tuple.of(lane.value(), Rows.froms(ranges), Rows.tos(ranges)));
  }

  @Override
  public CompletionStage<List<Job>> take(Demand demand) {
    return horizon.get().thenCompose(from -> take(demand, from));
  }

  private CompletionStage<List<Job>> take(Demand demand, WorkHorizon.Horizon from) {
    var parameters =
        Tuple.of(
            demand.worker(),
            Rows.names(demand.lanes()),
            demand.jobsMax(),
            demand.messagesMax(),
            millis(demand.visibility()));
    parameters.addValue(from.running()).addValue(from.retrying());
    return work.all(
        TAKE,
        parameters,
        rows -> {
          List<Job> jobs = new ArrayList<>(rows.size());
          rows.forEach(row -> jobs.add(job(row)));
          return jobs;
        });
  }

  @Override
  public CompletionStage<Set<Job.Token>> extend(Collection<Job> jobs, Duration visibility) {
    // In one order for all, so that two calls can't wait for each other.
    var sorted =
        jobs.stream().sorted(Comparator.comparingLong(job -> PgToken.of(job).number())).toList();
    var ranges = sorted.stream().filter(job -> !PgToken.of(job).retry()).toList();
    var retries = sorted.stream().filter(job -> PgToken.of(job).retry()).toList();
    var parameters =
        Tuple.of(
            numbers(ranges),
            numbers(retries),
            retries.stream().map(job -> job.lane().value()).toArray(String[]::new),
            retries.stream().map(PgProcessingQueue::only).toArray(Long[]::new),
            millis(visibility));
    return work.all(
        EXTEND,
        parameters,
        rows -> {
          Set<Long> kept = new HashSet<>();
          rows.forEach(row -> kept.add(row.getLong(0)));
          Set<Job.Token> tokens = new HashSet<>();
          jobs.stream()
              .filter(job -> kept.contains(PgToken.of(job).number()))
              .forEach(job -> tokens.add(job.token()));
          return tokens;
        });
  }

  @Override
  public CompletionStage<Boolean> complete(Job job) {
    return work.one(COMPLETE, named(job), row -> row.getBoolean(0));
  }

  @Override
  public CompletionStage<Boolean> fail(Job job, List<Failure> failures) {
    check(job, failures);
    if (failures.isEmpty()) {
      return complete(job);
    }
    var parameters =
        named(job)
            .addValue(failures.stream().map(Failure::seq).toArray(Long[]::new))
            .addValue(failures.stream().map(f -> text(f.errorClass())).toArray(String[]::new))
            .addValue(failures.stream().map(f -> text(f.errorMessage())).toArray(String[]::new))
            .addValue(failures.stream().map(PgProcessingQueue::retryMs).toArray(Long[]::new));
    return work.one(FAIL, parameters, row -> row.getBoolean(0));
  }

  @Override
  public CompletionStage<Waiting> waiting(Optional<LaneId> after, int lanesMax) {
    return work.one(
        WAITING,
        Tuple.of(after.map(LaneId::value).orElse(""), lanesMax),
        row ->
            new Waiting(
                Arrays.stream(row.getArrayOfStrings(0)).map(LaneId::of).toList(),
                Optional.ofNullable(row.getString(1)).map(LaneId::of)));
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

  private static Job job(Row row) {
    return new Job(
        new PgToken(row.getBoolean(2), row.getLong(0)).token(),
        LaneId.of(row.getString(1)),
        Rows.ranges(row.getArrayOfLongs(3), row.getArrayOfLongs(4)),
        row.getInteger(5));
  }

  /** What names a job: its token, and the message if it is the retry of a single one. */
  private static Tuple named(Job job) {
    var token = PgToken.of(job);
    return Tuple.of(token.number(), job.lane().value()).addValue(token.retry() ? only(job) : null);
  }

  private static long only(Job job) {
    return job.ranges().getFirst().to();
  }

  private static Long[] numbers(List<Job> jobs) {
    return jobs.stream().map(job -> PgToken.of(job).number()).toArray(Long[]::new);
  }

  private static int millis(Duration time) {
    return Math.toIntExact(time.toMillis());
  }

  private static @Nullable Long retryMs(Failure failure) {
    return failure.retryIn().map(Duration::toMillis).orElse(null);
  }

  /** PostgreSQL's text can't hold the character 0. */
  private static String text(String text) {
    return text.replace('\0', ' ');
  }
}
