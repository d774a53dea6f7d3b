package dev.pixstream.redis;

import dev.pixstream.core.Arrival;
import dev.pixstream.core.Ispb;
import dev.pixstream.core.IterationId;
import dev.pixstream.core.LeaseFaults;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Ends leases in Redis before their time. */
final class RedisLeaseFaults implements LeaseFaults {
  private static final Script END_LEASE = Script.ofLane("end_lease");

  private final Lanes lanes;

  RedisLeaseFaults(Lanes lanes) {
    this.lanes = lanes;
  }

  @Override
  public CompletionStage<Arrival> endLease(Ispb ispb, IterationId next) {
    return lanes
        .run(ispb, END_LEASE, List.of(next.value()))
        .map(answer -> Answers.arrival(answer, Answers.number(answer, 2), 3))
        .toCompletionStage();
  }
}
