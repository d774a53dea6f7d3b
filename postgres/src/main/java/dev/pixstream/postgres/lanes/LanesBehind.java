package dev.pixstream.postgres.lanes;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.PullOutcome;
import dev.pixstream.core.store.PullRequest;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The lanes where more waits than was taken: their last pull filled its batch. At most six
 * collectors read a lane, so while a lane is behind, the time of its pulls is all that decides how
 * fast it catches up.
 */
final class LanesBehind {
  private final Set<LaneId> lanes = ConcurrentHashMap.newKeySet();

  boolean has(LaneId lane) {
    return lanes.contains(lane);
  }

  /** Takes note of what a pull came to. */
  void pulled(PullRequest request, PullOutcome outcome) {
    switch (outcome) {
      case PullOutcome.Delivered batch when batch.payloads().size() == request.messagesMax() ->
          lanes.add(request.lane());
      case PullOutcome.Delivered _, PullOutcome.Empty _ -> lanes.remove(request.lane());
      default -> {}
    }
  }
}
