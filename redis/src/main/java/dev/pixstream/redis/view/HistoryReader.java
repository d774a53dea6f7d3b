package dev.pixstream.redis.view;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.MessageKey;
import dev.pixstream.core.store.MessageHistory;
import dev.pixstream.core.store.MessageHistory.Delivery;
import dev.pixstream.core.store.MessageHistory.Processing;
import dev.pixstream.core.store.MessageLog;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A message with its history from both stores. An attempt that is over is written to PostgreSQL
 * before Redis forgets it, so PostgreSQL is asked last: what is in neither answer was not.
 */
final class HistoryReader {
  private final MessageLog messages;
  private final MessageLocator locator;

  HistoryReader(MessageLog messages, MessageLocator locator) {
    this.messages = messages;
    this.locator = locator;
  }

  Future<Optional<MessageHistory>> find(LaneId lane, MessageKey id) {
    return inDatabase(lane, id)
        .compose(
            found ->
                found
                    .map(history -> withClaims(lane, id, history).map(Optional::of))
                    .orElse(Future.succeededFuture(found)));
  }

  private Future<Optional<MessageHistory>> inDatabase(LaneId lane, MessageKey id) {
    return Future.fromCompletionStage(messages.find(lane, id));
  }

  private Future<MessageHistory> withClaims(LaneId lane, MessageKey id, MessageHistory found) {
    return found.processing().isPresent()
        ? Future.succeededFuture(found)
        : locator
            .attempts(lane, found.sequence())
            .compose(
                attempts ->
                    inDatabase(lane, id).map(later -> together(later.orElse(found), attempts)));
  }

  private static MessageHistory together(MessageHistory history, List<Delivery> attempts) {
    List<Delivery> all = new ArrayList<>(history.deliveries());
    var processing = history.processing();
    for (var attempt : attempts) {
      if (history.deliveries().stream().noneMatch(known -> isSame(known, attempt))) {
        all.add(attempt);
      }
      if (attempt.outcome().equals("confirmed") && processing.isEmpty()) {
        processing = Optional.of(new Processing("waiting", 0, Optional.empty(), Optional.empty()));
      }
    }
    all.sort(Comparator.comparing(Delivery::leased));
    return new MessageHistory(
        history.sequence(), history.received(), history.payload(), all, processing);
  }

  /** The history may have given it another number, if a lane was made anew. */
  private static boolean isSame(Delivery one, Delivery other) {
    return one.stream() == other.stream() && one.leased().equals(other.leased());
  }
}
