package dev.pixstream.postgres.lanes;

import dev.pixstream.core.model.IterationId;
import dev.pixstream.core.model.IterationIds;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.Nonce;
import dev.pixstream.core.store.CloseOutcome;
import dev.pixstream.core.store.Expiry;
import dev.pixstream.core.store.PullOutcome;
import dev.pixstream.core.store.PullRequest;
import dev.pixstream.core.store.Pulled;
import dev.pixstream.core.store.Renewal;
import dev.pixstream.core.store.StreamCoordinator;
import dev.pixstream.core.store.StreamRules;
import dev.pixstream.postgres.link.Answer;
import dev.pixstream.postgres.link.Batcher;
import dev.pixstream.postgres.link.Calls;
import dev.pixstream.postgres.link.Deadlines;
import dev.pixstream.postgres.link.Rows;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Streams, claims and leases in PostgreSQL: each operation is one function of the schema and one
 * round trip.
 */
public final class PgStreamCoordinator implements StreamCoordinator {
  private static final String OPEN =
      PulledRow.SELECT + "pixstream.open($1, $2, $3, $4, $5, $6, $7, $8)";
  private static final String PULL_ALL =
      PulledRow.SELECT + "pixstream.pull_all($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
  private static final String CLOSE =
      "SELECT outcome, messages, nodes, maxes, supplanted FROM pixstream.close($1, $2)";
  private static final String GRACE = "SELECT pixstream.grace($1, $2, $3)";
  private static final String LEAVE = "SELECT pixstream.leave($1, $2, $3)";
  private static final String RENEW = "SELECT nonce FROM pixstream.renew($1, $2, $3, $4, $5, $6)";
  private static final String DUE = "SELECT ispb FROM pixstream.due($1)";
  private static final String EXPIRE =
      "SELECT streams, messages, nodes, maxes FROM pixstream.expire($1)";
  private static final String BACKLOG = "SELECT ispb, messages FROM pixstream.backlog($1)";

  private static final Answer<Pulled> UNANSWERED =
      new Answer.Unreadable<>(new IllegalStateException("pull_all left a pull out"));

  private final Calls claims;
  private final StreamRules rules;
  private final int plainMin;
  private final Batcher<Pull, Pulled> pulls;
  private final IterationIds ids = new IterationIds();
  private final LanesBehind behind = new LanesBehind();

  private record Pull(PullRequest request, boolean again) {}

  public PgStreamCoordinator(
      Calls claims, Deadlines deadlines, StreamRules rules, int callsMax, int plainMin) {
    this.claims = claims;
    this.rules = rules;
    this.plainMin = plainMin;
    this.pulls =
        new Batcher<>(
            deadlines,
            callsMax,
            pull -> behind.has(pull.request().lane()),
            this::pullAll,
            this::claimedLate);
  }

  /** Claimed for a request that was answered as unavailable: a response that was not written. */
  private void claimedLate(Pulled pulled) {
    if (pulled.outcome() instanceof PullOutcome.Delivered delivered) {
      shorten(delivered);
    }
  }

  /** Nobody knows the id of a stream whose opening was answered as unavailable. */
  private void openedLate(PullRequest request, Pulled pulled) {
    var outcome = pulled.outcome();
    if (outcome instanceof PullOutcome.Delivered || outcome instanceof PullOutcome.Empty) {
      close(request.lane(), request.id());
    }
  }

  @Override
  public CompletionStage<Pulled> open(PullRequest request) {
    var parameters =
        Tuple.of(
            request.lane().value(),
            request.id().value(),
            ids.next().value(),
            request.messagesMax(),
            request.nonce().toString(),
            (int) request.left().toMillis());
    parameters.addInteger((int) rules.lease().toMillis()).addInteger(rules.streamsMax());
    return claims.one(OPEN, parameters, PulledRow::read, pulled -> openedLate(request, pulled));
  }

  @Override
  public CompletionStage<Pulled> pull(PullRequest request, boolean again) {
    return pulls.ask(new Pull(request, again));
  }

  private CompletionStage<List<Answer<Pulled>>> pullAll(
      List<Pull> asked, Consumer<List<Answer<Pulled>>> late) {
    var requests = asked.stream().map(Pull::request).toList();
    var parameters =
        Tuple.of(
            requests.stream().map(request -> request.lane().value()).toArray(String[]::new),
            requests.stream().map(request -> request.id().value()).toArray(String[]::new),
            requests.stream().map(_ -> ids.next().value()).toArray(String[]::new),
            requests.stream().map(PullRequest::messagesMax).toArray(Integer[]::new),
            requests.stream().map(request -> request.nonce().toString()).toArray(String[]::new),
            requests.stream().map(request -> micros(request.waited())).toArray(Long[]::new));
    parameters
        .addValue(asked.stream().map(Pull::again).toArray(Boolean[]::new))
        .addValue(requests.stream().map(r -> (int) r.left().toMillis()).toArray(Integer[]::new))
        .addInteger((int) rules.lease().toMillis())
        .addInteger(plainMin);
    return claims.all(PULL_ALL, parameters, rows -> answers(requests, rows), late);
  }

  private List<Answer<Pulled>> answers(List<PullRequest> requests, Iterable<Row> rows) {
    var answers = new ArrayList<Answer<Pulled>>(Collections.nCopies(requests.size(), UNANSWERED));
    for (var row : rows) {
      int place = row.getInteger("place") - 1;
      answers.set(place, Answer.of(() -> PulledRow.read(row)));
      if (answers.get(place) instanceof Answer.Told<Pulled>(var pulled)) {
        behind.pulled(requests.get(place), pulled.outcome());
      }
    }
    return answers;
  }

  @Override
  public CompletionStage<CloseOutcome> close(LaneId lane, IterationId id) {
    return claims.one(CLOSE, Tuple.of(lane.value(), id.value()), PgStreamCoordinator::closeOutcome);
  }

  @Override
  public CompletionStage<Void> grace(LaneId lane, PullOutcome.Delivered batch) {
    return shorten(batch);
  }

  private CompletionStage<Void> shorten(PullOutcome.Delivered batch) {
    var seen = batch.leaseUntil().atOffset(ZoneOffset.UTC);
    return claims.run(GRACE, Tuple.of(batch.next().value(), seen, (int) rules.grace().toMillis()));
  }

  @Override
  public CompletionStage<Void> leave(LaneId lane, Nonce nonce) {
    return claims.run(
        LEAVE, Tuple.of(lane.value(), nonce.toString(), (int) rules.lease().toMillis()));
  }

  @Override
  public CompletionStage<Set<Nonce>> renew(List<Renewal> renewals) {
    var parameters =
        Tuple.of(
            renewals.stream().map(renewal -> renewal.lane().value()).toArray(String[]::new),
            renewals.stream().map(renewal -> renewal.nonce().toString()).toArray(String[]::new),
            renewals.stream().map(Renewal::messagesMax).toArray(Integer[]::new),
            renewals.stream().map(r -> micros(r.waited())).toArray(Long[]::new),
            renewals.stream().map(r -> (int) r.left().toMillis()).toArray(Integer[]::new),
            (int) rules.lease().toMillis());
    return claims.all(
        RENEW,
        parameters,
        rows -> {
          Set<Nonce> renewed = new HashSet<>();
          rows.forEach(row -> renewed.add(Nonce.parse(row.getString(0))));
          return renewed;
        });
  }

  @Override
  public CompletionStage<List<LaneId>> due(int lanesMax) {
    return claims.all(
        DUE,
        Tuple.of(lanesMax),
        rows -> {
          List<LaneId> lanes = new ArrayList<>();
          rows.forEach(row -> lanes.add(LaneId.of(row.getString(0))));
          return lanes;
        });
  }

  @Override
  public CompletionStage<Expiry> expire(LaneId lane) {
    return claims.one(
        EXPIRE,
        Tuple.of(lane.value()),
        row ->
            new Expiry(row.getInteger("streams"), Rows.arrival(row, row.getInteger("messages"))));
  }

  @Override
  public CompletionStage<Map<LaneId, Integer>> backlog(Collection<LaneId> lanes) {
    return claims.all(
        BACKLOG,
        Tuple.of((Object) Rows.names(lanes)),
        rows -> {
          Map<LaneId, Integer> found = new HashMap<>();
          rows.forEach(row -> found.put(LaneId.of(row.getString(0)), row.getInteger(1)));
          return found;
        });
  }

  private static long micros(Duration time) {
    return time.toNanos() / 1_000;
  }

  private static CloseOutcome closeOutcome(Row row) {
    var outcome = row.getString("outcome");
    return switch (outcome) {
      case "confirmed", "returned" ->
          new CloseOutcome.Ended(
              Rows.arrival(row, row.getInteger("messages")), row.getBoolean("supplanted"));
      case "closed" ->
          new CloseOutcome.AlreadyClosed(Rows.arrival(row, row.getInteger("messages")));
      case "unknown" -> new CloseOutcome.Unknown();
      default -> throw new IllegalStateException("close came to " + outcome);
    };
  }
}
