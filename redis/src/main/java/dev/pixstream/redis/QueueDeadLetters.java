package dev.pixstream.redis;

import dev.pixstream.core.Ispb;
import dev.pixstream.core.message.EndToEndId;
import dev.pixstream.core.processing.DeadLetterHistory;
import dev.pixstream.core.processing.DeadLetters;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Dead letters in the database, whose replays reach the queue in Redis at once. A replay is done
 * when the database has it; if Redis does not learn of it, the historians see to it.
 */
final class QueueDeadLetters implements DeadLetters {
  private final DeadLetters letters;
  private final QueueLog log;

  QueueDeadLetters(DeadLetters letters, QueueLog log) {
    this.letters = letters;
    this.log = log;
  }

  @Override
  public CompletionStage<Page> list(Query query) {
    return letters.list(query);
  }

  @Override
  public CompletionStage<Optional<DeadLetterHistory>> find(Ispb ispb, EndToEndId endToEndId) {
    return letters.find(ispb, endToEndId);
  }

  @Override
  public CompletionStage<List<Outcome>> replay(List<Name> names) {
    return letters
        .replay(names)
        .thenCompose(
            outcomes -> {
              Set<Ispb> lanes = new LinkedHashSet<>();
              for (int i = 0; i < names.size(); i++) {
                if (outcomes.get(i) == Outcome.DONE) {
                  lanes.add(names.get(i).ispb());
                }
              }
              return told(lanes, outcomes);
            });
  }

  @Override
  public CompletionStage<LaneReplay> replayAll(Ispb ispb, Optional<Instant> until, int max) {
    return letters
        .replayAll(ispb, until, max)
        .thenCompose(replay -> told(replay.replayed() > 0 ? Set.of(ispb) : Set.of(), replay));
  }

  @Override
  public CompletionStage<Outcome> discard(Ispb ispb, EndToEndId endToEndId, String reason) {
    return letters.discard(ispb, endToEndId, reason);
  }

  private <T> CompletionStage<T> told(Set<Ispb> lanes, T answer) {
    return Future.join(lanes.stream().map(log::retries).toList())
        .<T>mapEmpty()
        .otherwiseEmpty()
        .map(answer)
        .toCompletionStage();
  }
}
