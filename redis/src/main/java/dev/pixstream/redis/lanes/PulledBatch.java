package dev.pixstream.redis.lanes;

import dev.pixstream.core.model.IterationId;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.PullOutcome;
import dev.pixstream.core.store.PullRequest;
import dev.pixstream.core.store.Pulled;
import dev.pixstream.core.store.StoreUnavailableException;
import dev.pixstream.core.store.StreamRules;
import dev.pixstream.core.store.archive.LaneArchive;
import dev.pixstream.core.store.archive.LaneArchive.Tail;
import dev.pixstream.redis.link.Answers;
import dev.pixstream.redis.link.Script;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Makes an outcome of what open and pull answer, and brings the messages of a batch. */
final class PulledBatch {
  private static final Script APPEND = Script.ofLane("append");
  private static final Script GRACE = Script.ofLane("grace");
  private static final Script WITHDRAW = Script.ofLane("withdraw");
  private static final int TRIES_MAX = 3;

  private final Lanes lanes;
  private final LaneArchive archive;
  private final TailCheck tailCheck;
  private final StreamRules rules;

  PulledBatch(Lanes lanes, LaneArchive archive, TailCheck tailCheck, StreamRules rules) {
    this.lanes = lanes;
    this.archive = archive;
    this.tailCheck = tailCheck;
    this.rules = rules;
  }

  /** A script that is asked, and repeated where the lane was not what it should be. */
  private record Ask(
      PullRequest request,
      Supplier<Future<Response>> script,
      Function<Response, Future<Response>> undo) {}

  /**
   * The outcome of open. Nobody knows a stream whose first batch could not be read: it is as if it
   * had never been opened.
   */
  Future<Pulled> opened(PullRequest request, Supplier<Future<Response>> script) {
    return outcome(new Ask(request, script, batch -> withdraw(request, batch)), 1);
  }

  /**
   * The outcome of pull. A batch that could not be read stays with its stream for the grace, as if
   * it could not be written: a retry in time gets it.
   */
  Future<Pulled> pulled(PullRequest request, Supplier<Future<Response>> script) {
    return outcome(new Ask(request, script, batch -> grace(request, batch)), 1);
  }

  private Future<Pulled> outcome(Ask ask, int tries) {
    return ask.script().get().compose(answer -> outcome(ask, tries, answer));
  }

  private Future<Pulled> outcome(Ask ask, int tries, Response answer) {
    var request = ask.request();
    return switch (Answers.text(answer, 0)) {
      case "delivered" -> delivered(ask, tries, answer);
      case "empty" -> empty(request, answer);
      case "superseded" -> plain(new PullOutcome.Superseded(), answer);
      case "not_acceptable" -> plain(new PullOutcome.NotAcceptable(), answer);
      case "closed" -> plain(new PullOutcome.Closed(), answer);
      case "unknown" -> plain(new PullOutcome.Unknown(), answer);
      case "too_many_streams" -> plain(new PullOutcome.TooManyStreams(), answer);
      case "taken" ->
          Future.failedFuture(
              new StoreUnavailableException("another stream has an id like this one"));
      default -> Future.failedFuture(new IllegalStateException("Redis answers " + answer));
    };
  }

  private static Future<Pulled> plain(PullOutcome outcome, Response answer) {
    return Future.succeededFuture(new Pulled(outcome, Answers.expiry(answer, 2)));
  }

  private Future<Pulled> delivered(Ask ask, int tries, Response answer) {
    var lane = ask.request().lane();
    var ranges = RangeText.parse(Answers.text(answer, 4));
    long epoch = answer.get(8).toLong();
    var seqs = ranges.stream().map(RangeText::range).toList();
    return read(new LaneArchive.Claimed(lane, seqs))
        .recover(failure -> undone(ask, answer, failure))
        .compose(
            batch -> {
              if (batch.epoch() != epoch && batch.epoch() != LaneArchive.OTHER) {
                return outdated(ask, tries, epoch);
              }
              int size = seqs.stream().mapToInt(range -> range.size()).sum();
              return batch.epoch() == epoch && batch.payloads().size() == size
                  ? Future.succeededFuture(
                      new Pulled(batch(answer, ranges, batch), Answers.expiry(answer, 10)))
                  : lost(ask, tries, answer);
            });
  }

  /** The claim is made already: a connection that was just lost must not keep its messages away. */
  private Future<LaneArchive.Batch> read(LaneArchive.Claimed claimed) {
    return Future.fromCompletionStage(archive.read(claimed))
        .recover(failure -> Future.fromCompletionStage(archive.read(claimed)));
  }

  /** What was claimed is given back; whether that succeeds or not, it fails as the read did. */
  private <T> Future<T> undone(Ask ask, Response answer, Throwable failure) {
    return ask.undo().apply(answer).transform(done -> Future.failedFuture(failure));
  }

  /** An opened stream without its batch. */
  private Future<Response> withdraw(PullRequest request, Response answer) {
    return lanes.runIfThere(request.lane(), WITHDRAW, List.of(Answers.text(answer, 2))).map(answer);
  }

  private Future<Response> grace(PullRequest request, Response answer) {
    var arguments =
        List.of(
            Answers.text(answer, 2),
            Answers.text(answer, 3),
            Long.toString(rules.grace().toMillis()));
    return lanes.runIfThere(request.lane(), GRACE, arguments).map(answer);
  }

  /**
   * PostgreSQL may have gone back to before these messages, or is another one than that which had
   * them; then the lane is made anew.
   */
  private Future<Pulled> lost(Ask ask, int tries, Response answer) {
    return tailCheck
        .check(ask.request().lane())
        .transform(
            checked ->
                checked.succeeded() && checked.result() && tries < TRIES_MAX
                    ? outcome(ask, tries + 1)
                    : undone(
                        ask,
                        answer,
                        new StoreUnavailableException("messages of a batch are not there")));
  }

  /** This is an older Redis, or a restored one: what it says does not count. */
  private Future<Pulled> outdated(Ask ask, int tries, long epoch) {
    var lane = ask.request().lane();
    return tries == TRIES_MAX
        ? Future.failedFuture(LaneScripts.lost(lane))
        : lanes.outdated(lane, epoch).compose(made -> outcome(ask, tries + 1));
  }

  private static PullOutcome batch(
      Response answer, List<RangeText> ranges, LaneArchive.Batch batch) {
    boolean again = Answers.flag(answer, 9);
    return new PullOutcome.Delivered(
        new IterationId(Answers.text(answer, 2)),
        batch.payloads(),
        Answers.number(answer, 5),
        Answers.instant(answer.get(3).toLong()),
        Answers.flag(answer, 6),
        answer.get(7).toLong(),
        again ? Optional.empty() : oldestNew(ranges, batch.storedAt()));
  }

  /** When the oldest of those was stored that were never delivered before. */
  private static Optional<Instant> oldestNew(List<RangeText> ranges, List<Instant> storedAt) {
    return IntStream.range(0, ranges.size())
        .filter(i -> ranges.get(i).redelivered() == 0)
        .mapToObj(storedAt::get)
        .findFirst();
  }

  /** Once a second somebody looks whether the lane has heard of all its messages. */
  private Future<Pulled> empty(PullRequest request, Response answer) {
    if (Answers.flag(answer, 4)) {
      catchUp(request.lane(), Answers.tail(answer, 5));
    }
    var empty =
        new PullOutcome.Empty(new IterationId(Answers.text(answer, 2)), Answers.flag(answer, 3));
    return Future.succeededFuture(new Pulled(empty, Answers.expiry(answer, 7)));
  }

  private void catchUp(LaneId lane, Tail told) {
    archive
        .tails(List.of(lane))
        .thenAccept(
            tails -> {
              var tail = Objects.requireNonNull(tails.get(lane));
              if (tail.number() > told.number()) {
                lanes.run(lane, APPEND, List.of(Long.toString(tail.number())));
              }
              tailCheck.suspect(lane, tail, told);
            });
  }
}
