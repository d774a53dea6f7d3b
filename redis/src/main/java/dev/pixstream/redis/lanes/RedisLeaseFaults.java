package dev.pixstream.redis.lanes;

import dev.pixstream.core.model.Arrival;
import dev.pixstream.core.model.IterationId;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.LeaseFaults;
import dev.pixstream.redis.link.Answers;
import dev.pixstream.redis.link.Script;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Ends leases in Redis before their time. */
public final class RedisLeaseFaults implements LeaseFaults {
  private static final Script END_LEASE = Script.ofLane("end_lease");

  private final Lanes lanes;

  public RedisLeaseFaults(Lanes lanes) {
    this.lanes = lanes;
  }

  @Override
  public CompletionStage<Arrival> endLease(LaneId lane, IterationId next) {
    return lanes
        .run(lane, END_LEASE, List.of(next.value()))
        .map(answer -> Answers.arrival(answer, Answers.number(answer, 2), 3))
        .toCompletionStage();
  }
}
