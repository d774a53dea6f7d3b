package dev.pixstream.postgres;

import dev.pixstream.core.Ispb;
import dev.pixstream.core.processing.Failure;
import dev.pixstream.core.processing.ProcessingRecord;
import dev.pixstream.core.processing.SeqRange;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The record of a queue in another store: each operation is one function of the schema. */
final class PgProcessingRecord implements ProcessingRecord {
  private static final String ATTEMPTS =
      "SELECT n FROM pixstream.record_attempts($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,"
          + " $13, $14) ORDER BY place";
  private static final String LOG =
      "SELECT ns, from_seqs, to_seqs, top, more FROM pixstream.log_page($1, $2, $3)";
  private static final String ADOPT = "SELECT pixstream.adopt_queue($1)";
  private static final String DONE =
      "SELECT pixstream.record_done($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
  private static final String RETRIES = "SELECT pixstream.record_retries($1, $2, $3, $4, $5, $6)";
  private static final String OPEN =
      "SELECT jobs, attempts FROM pixstream.still_open($1, $2, $3, $4, $5)";
  private static final String REQUEUE = "SELECT pixstream.requeue($1, $2, $3)";
  private static final String RETRYING = "SELECT seq, due_ms FROM pixstream.retrying($1, $2, $3)";
  private static final String OVERDUE = "SELECT ispb FROM pixstream.overdue($1, $2)";
  private static final String LANES =
      "SELECT ispb FROM pixstream.lane WHERE ispb > $1 ORDER BY ispb LIMIT $2";

  private final Calls work;

  PgProcessingRecord(Calls work) {
    this.work = work;
  }

  @Override
  public CompletionStage<List<Long>> attempts(List<Attempt> attempts) {
    var parameters =
        Tuple.tuple()
            .addValue(ispbs(attempts, Attempt::ispb))
            .addValue(column(attempts, Attempt::epoch, Long[]::new))
            .addValue(column(attempts, a -> a.range().from(), Long[]::new))
            .addValue(column(attempts, a -> a.range().to(), Long[]::new))
            .addValue(column(attempts, Attempt::iterationId, String[]::new))
            .addValue(column(attempts, Attempt::part, Integer[]::new))
            .addValue(column(attempts, Attempt::attempt, Integer[]::new))
            .addValue(column(attempts, Attempt::redelivered, Integer[]::new))
            .addValue(column(attempts, Attempt::stream, Long[]::new))
            .addValue(column(attempts, Attempt::iteration, Integer[]::new))
            .addValue(column(attempts, a -> micros(a.leasedAt()), Long[]::new))
            .addValue(column(attempts, a -> micros(a.leaseUntil()), Long[]::new))
            .addValue(column(attempts, a -> micros(a.endedAt()), Long[]::new))
            .addValue(column(attempts, Attempt::outcome, String[]::new));
    return work.all(
        ATTEMPTS,
        parameters,
        rows -> {
          List<Long> places = new ArrayList<>(rows.size());
          rows.forEach(row -> places.add(row.getLong(0) == null ? 0L : row.getLong(0)));
          return places;
        });
  }

  @Override
  public CompletionStage<LogPage> log(Ispb ispb, long after) {
    return work.one(LOG, Tuple.of(ispb.value(), after, ROWS_MAX), PgProcessingRecord::logPage);
  }

  private static LogPage logPage(Row row) {
    var ns = row.getArrayOfLongs("ns");
    var froms = row.getArrayOfLongs("from_seqs");
    var tos = row.getArrayOfLongs("to_seqs");
    List<Entry> entries = new ArrayList<>(ns.length);
    for (int i = 0; i < ns.length; i++) {
      entries.add(new Entry(ns[i], new SeqRange(froms[i], tos[i])));
    }
    return new LogPage(entries, row.getLong("top"), row.getBoolean("more"));
  }

  @Override
  public CompletionStage<Void> adopt(Ispb ispb) {
    return work.run(ADOPT, Tuple.of(ispb.value()));
  }

  @Override
  public CompletionStage<List<Boolean>> ended(List<Ending> endings) {
    List<Integer> places = new ArrayList<>();
    List<Failure> failures = new ArrayList<>();
    for (int i = 0; i < endings.size(); i++) {
      for (var failure : endings.get(i).failures()) {
        places.add(i + 1);
        failures.add(failure);
      }
    }
    var parameters =
        Tuple.tuple()
            .addValue(ispbs(endings, Ending::ispb))
            .addValue(column(endings, Ending::from, Long[]::new))
            .addValue(column(endings, Ending::to, Long[]::new))
            .addValue(column(endings, Ending::worker, String[]::new))
            .addValue(column(endings, e -> micros(e.takenAt()), Long[]::new))
            .addValue(places.toArray(Integer[]::new))
            .addValue(column(failures, Failure::seq, Long[]::new))
            .addValue(column(failures, f -> text(f.errorClass()), String[]::new))
            .addValue(column(failures, f -> text(f.errorMessage()), String[]::new))
            .addValue(column(failures, PgProcessingRecord::retryMs, Long[]::new));
    return work.one(DONE, parameters, row -> List.of(row.getArrayOfBooleans(0)));
  }

  @Override
  public CompletionStage<List<Boolean>> retriesEnded(List<RetryEnding> endings) {
    var parameters =
        Tuple.tuple()
            .addValue(ispbs(endings, RetryEnding::ispb))
            .addValue(column(endings, RetryEnding::seq, Long[]::new))
            .addValue(column(endings, RetryEnding::attempts, Integer[]::new))
            .addValue(failures(endings, f -> text(f.errorClass()), String[]::new))
            .addValue(failures(endings, f -> text(f.errorMessage()), String[]::new))
            .addValue(failures(endings, PgProcessingRecord::retryMs, Long[]::new));
    return work.one(RETRIES, parameters, row -> List.of(row.getArrayOfBooleans(0)));
  }

  @Override
  public CompletionStage<Open> open(List<Span> jobs, List<Message> retries) {
    var parameters =
        Tuple.tuple()
            .addValue(ispbs(jobs, Span::ispb))
            .addValue(column(jobs, Span::from, Long[]::new))
            .addValue(column(jobs, Span::to, Long[]::new))
            .addValue(ispbs(retries, Message::ispb))
            .addValue(column(retries, Message::seq, Long[]::new));
    return work.one(
        OPEN,
        parameters,
        row ->
            new Open(
                List.of(row.getArrayOfBooleans(0)),
                Arrays.stream(row.getArrayOfIntegers(1)).map(Optional::ofNullable).toList()));
  }

  @Override
  public CompletionStage<Void> requeue(Ispb ispb, List<SeqRange> ranges) {
    return work.run(REQUEUE, Tuple.of(ispb.value(), Rows.froms(ranges), Rows.tos(ranges)));
  }

  @Override
  public CompletionStage<List<Retry>> retrying(Ispb ispb, long after) {
    return work.all(
        RETRYING,
        Tuple.of(ispb.value(), after, ROWS_MAX),
        rows -> {
          List<Retry> retries = new ArrayList<>(rows.size());
          rows.forEach(
              row -> retries.add(new Retry(row.getLong(0), Duration.ofMillis(row.getLong(1)))));
          return retries;
        });
  }

  @Override
  public CompletionStage<List<Ispb>> overdue(Duration age) {
    return work.all(OVERDUE, Tuple.of((int) age.toMillis(), ROWS_MAX), Rows::ispbs);
  }

  @Override
  public CompletionStage<List<Ispb>> lanes(Optional<Ispb> after, int max) {
    return work.all(LANES, Tuple.of(after.map(Ispb::value).orElse(""), max), Rows::ispbs);
  }

  private static <T> String[] ispbs(List<T> rows, Function<T, Ispb> ispb) {
    return column(rows, row -> ispb.apply(row).value(), String[]::new);
  }

  private static <T, C extends @Nullable Object> C[] column(
      List<T> rows, Function<T, C> value, IntFunction<C[]> array) {
    return rows.stream().map(value).toArray(array);
  }

  private static <C> C[] failures(
      List<RetryEnding> endings, Function<Failure, @Nullable C> value, IntFunction<C[]> array) {
    return endings.stream().map(ending -> ending.failure().map(value).orElse(null)).toArray(array);
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  private static @Nullable Long retryMs(Failure failure) {
    return failure.retryIn().map(Duration::toMillis).orElse(null);
  }

  /** PostgreSQL's text can't hold the character 0. */
  private static String text(String text) {
    return text.replace('\0', ' ');
  }
}
