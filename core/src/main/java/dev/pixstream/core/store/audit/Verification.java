package dev.pixstream.core.store.audit;

import dev.pixstream.core.model.LaneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A look at where a coordinator has the messages of its lanes. Nothing is changed, and nobody waits
 * for a look. Fails with {@link dev.pixstream.core.store.StoreUnavailableException} while a store
 * is away.
 */
public interface Verification {
  /**
   * Lanes in which something was ever stored, in the order of their ISPBs.
   *
   * @param from the first that counts; empty: the very first
   */
  CompletionStage<List<LaneId>> lanes(Optional<LaneId> from, int lanesMax);

  /**
   * Where the messages of a window of a lane are.
   *
   * @param after the number before the first of them; what was cleaned is left out
   * @param messagesMax how many at most
   */
  CompletionStage<Snapshot> look(LaneId lane, long after, int messagesMax);
}
