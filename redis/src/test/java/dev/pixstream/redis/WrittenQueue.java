package dev.pixstream.redis;

import static dev.pixstream.testkit.Lane.await;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.SeqRange;
import dev.pixstream.core.store.queue.Failure;
import dev.pixstream.core.store.queue.Job;
import dev.pixstream.core.store.queue.ProcessingQueue;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The queue in PostgreSQL, of which each look finds what was confirmed in Redis before it. */
record WrittenQueue(ProcessingQueue queue, RedisStore store, LaneNames lanes)
    implements ProcessingQueue {
  /** All lanes. */
  interface LaneNames {
    List<LaneId> all();
  }

  private void write() {
    lanes.all().forEach(lane -> await(store.historyOf(lane).toCompletionStage()));
  }

  @Override
  public CompletionStage<Void> enqueue(LaneId lane, List<SeqRange> ranges) {
    write();
    return queue.enqueue(lane, ranges);
  }

  @Override
  public CompletionStage<List<Job>> take(Demand demand) {
    write();
    return queue.take(demand);
  }

  @Override
  public CompletionStage<Waiting> waiting(Optional<LaneId> after, int lanesMax) {
    write();
    return queue.waiting(after, lanesMax);
  }

  @Override
  public CompletionStage<Set<Job.Token>> extend(Collection<Job> jobs, Duration visibility) {
    return queue.extend(jobs, visibility);
  }

  @Override
  public CompletionStage<Boolean> complete(Job job) {
    return queue.complete(job);
  }

  @Override
  public CompletionStage<Boolean> fail(Job job, List<Failure> failures) {
    return queue.fail(job, failures);
  }
}
