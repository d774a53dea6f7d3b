package dev.pixstream.redis;

import dev.pixstream.core.Ispb;
import dev.pixstream.core.MessageHistory;
import dev.pixstream.core.MessageHistory.Delivery;
import dev.pixstream.core.MessageHistory.Processing;
import dev.pixstream.core.MessageLog;
import dev.pixstream.core.message.EndToEndId;
import dev.pixstream.redis.Whereabouts.Work;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A message with its history from both stores. An attempt that is over is written to PostgreSQL
 * before Redis forgets it, so PostgreSQL is asked last: what is in neither answer was not.
 */
final class Histories {
  private final MessageLog messages;
  private final Whereabouts whereabouts;

  Histories(MessageLog messages, Whereabouts whereabouts) {
    this.messages = messages;
    this.whereabouts = whereabouts;
  }

  Future<Optional<MessageHistory>> find(Ispb ispb, EndToEndId id) {
    return inDatabase(ispb, id)
        .compose(
            found ->
                found
                    .map(history -> withClaims(ispb, id, history).map(Optional::of))
                    .orElse(Future.succeededFuture(found)));
  }

  private Future<Optional<MessageHistory>> inDatabase(Ispb ispb, EndToEndId id) {
    return Future.fromCompletionStage(messages.find(ispb, id));
  }

  private Future<MessageHistory> withClaims(Ispb ispb, EndToEndId id, MessageHistory found) {
    if (found.processing().isPresent()) {
      return withWork(ispb, found);
    }
    return whereabouts
        .attempts(ispb, found.sequence())
        .compose(
            attempts -> inDatabase(ispb, id).map(later -> together(later.orElse(found), attempts)))
        .compose(history -> withWork(ispb, history));
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

  private Future<MessageHistory> withWork(Ispb ispb, MessageHistory history) {
    var state = history.processing().map(Processing::state).orElse("");
    return state.equals("waiting") || state.equals("failed")
        ? whereabouts.work(ispb, history.sequence()).map(work -> worked(history, work))
        : Future.succeededFuture(history);
  }

  private static MessageHistory worked(MessageHistory history, Optional<Work> work) {
    if (work.isEmpty()) {
      return history;
    }
    var processing =
        history
            .processing()
            .map(
                told ->
                    new Processing(
                        "processing", told.attempts(), Optional.empty(), Optional.empty()));
    return new MessageHistory(
        history.sequence(),
        history.received(),
        history.payload(),
        history.deliveries(),
        processing);
  }
}
