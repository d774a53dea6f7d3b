package dev.pixstream.redis.view;

import dev.pixstream.core.model.Arrival;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.MessageKey;
import dev.pixstream.core.model.SeqRange;
import dev.pixstream.core.store.AppendOutcome;
import dev.pixstream.core.store.MessageHistory;
import dev.pixstream.core.store.MessageLog;
import dev.pixstream.core.store.archive.LaneArchive;
import dev.pixstream.core.store.archive.LaneArchive.Tail;
import dev.pixstream.core.store.queue.Payment;
import dev.pixstream.redis.lanes.Lanes;
import dev.pixstream.redis.lanes.TailCheck;
import dev.pixstream.redis.link.Answers;
import dev.pixstream.redis.link.Script;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * The messages are in PostgreSQL; Redis is told how far each lane reaches. Storing does not depend
 * on Redis: what it was not told it learns within two seconds.
 */
public final class RedisMessageLog implements MessageLog {
  private static final Script APPEND = Script.ofLane("append");

  /** A Redis that takes longer is not worth waiting for. */
  private static final long TOLD_WITHIN_MS = 250;

  private final MessageLog messages;
  private final LaneArchive archive;
  private final Lanes lanes;
  private final TailCheck tailCheck;
  private final HistoryReader histories;

  public RedisMessageLog(
      MessageLog messages,
      LaneArchive archive,
      Lanes lanes,
      TailCheck tailCheck,
      MessageLocator locator) {
    this.tailCheck = tailCheck;
    this.messages = messages;
    this.histories = new HistoryReader(messages, locator);
    this.archive = archive;
    this.lanes = lanes;
  }

  @Override
  public CompletionStage<AppendOutcome> append(List<NewMessage> added) {
    return archive
        .append(added)
        .thenCompose(
            appended ->
                appended.outcome() instanceof AppendOutcome.Stored stored
                    ? tell(stored, appended.tails())
                    : CompletableFuture.completedFuture(appended.outcome()));
  }

  private CompletionStage<AppendOutcome> tell(
      AppendOutcome.Stored stored, Map<LaneId, Tail> tails) {
    return Future.all(
            stored.parts().stream()
                .map(
                    part ->
                        Optional.ofNullable(tails.get(part.lane()))
                            .map(tail -> Future.fromCompletionStage(tell(part, tail)))
                            .orElseGet(() -> Future.succeededFuture(part)))
                .toList())
        .<AppendOutcome>map(told -> new AppendOutcome.Stored(told.list()))
        .toCompletionStage();
  }

  private CompletionStage<AppendOutcome.Part> tell(AppendOutcome.Part part, Tail tail) {
    var untold = new Arrival(part.inserted(), List.of());
    return lanes
        .runIfThere(part.lane(), APPEND, List.of(Long.toString(tail.number())))
        .map(answer -> answer.map(who -> arrival(part, tail, who)).orElse(untold))
        .toCompletionStage()
        .toCompletableFuture()
        .completeOnTimeout(untold, TOLD_WITHIN_MS, TimeUnit.MILLISECONDS)
        .exceptionally(away -> untold)
        .thenApply(
            arrival ->
                new AppendOutcome.Part(part.lane(), part.inserted(), part.duplicates(), arrival));
  }

  private Arrival arrival(AppendOutcome.Part part, Tail tail, Response told) {
    tailCheck.suspect(part.lane(), tail, Answers.tail(told, 2));
    return Answers.arrival(told, part.inserted(), 4);
  }

  @Override
  public CompletionStage<Optional<MessageHistory>> find(LaneId lane, MessageKey key) {
    return histories.find(lane, key).toCompletionStage();
  }

  @Override
  public CompletionStage<List<Payment>> load(LaneId lane, List<SeqRange> ranges) {
    return messages.load(lane, ranges);
  }
}
