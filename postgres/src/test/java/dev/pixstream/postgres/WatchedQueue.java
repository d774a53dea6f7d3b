package dev.pixstream.postgres;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.SeqRange;
import dev.pixstream.core.store.StoreUnavailableException;
import dev.pixstream.core.store.queue.Failure;
import dev.pixstream.core.store.queue.Job;
import dev.pixstream.core.store.queue.ProcessingQueue;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** A queue that counts what it is asked, and can be away for the next few calls. */
final class WatchedQueue implements ProcessingQueue {
  private final ProcessingQueue queue;
  private final AtomicReference<Optional<Error>> thrown = new AtomicReference<>(Optional.empty());
  private final AtomicInteger away = new AtomicInteger();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile boolean backstop = true;

  WatchedQueue(ProcessingQueue queue) {
    this.queue = queue;
  }

  /** What it was asked. */
  List<String> asked() {
    return asked;
  }

  /** The next calls fail. */
  void awayFor(int calls) {
    away.set(calls);
  }

  /** The next call throws this. */
  void throwsOnce(Error error) {
    thrown.set(Optional.of(error));
  }

  /** It finds no lane any more. */
  void withoutBackstop() {
    backstop = false;
  }

  @Override
  public CompletionStage<Void> enqueue(LaneId lane, List<SeqRange> ranges) {
    return call("enqueue", () -> queue.enqueue(lane, ranges));
  }

  @Override
  public CompletionStage<List<Job>> take(Demand demand) {
    return call("take", () -> queue.take(demand));
  }

  @Override
  public CompletionStage<Set<Job.Token>> extend(Collection<Job> jobs, Duration visibility) {
    return call("extend", () -> queue.extend(jobs, visibility));
  }

  @Override
  public CompletionStage<Boolean> complete(Job job) {
    return call("complete", () -> queue.complete(job));
  }

  @Override
  public CompletionStage<Boolean> fail(Job job, List<Failure> failures) {
    return call("fail", () -> queue.fail(job, failures));
  }

  @Override
  public CompletionStage<Waiting> waiting(Optional<LaneId> after, int lanesMax) {
    var found = call("waiting", () -> queue.waiting(after, lanesMax));
    return backstop ? found : found.thenApply(any -> new Waiting(List.of(), Optional.empty()));
  }

  private <T> CompletionStage<T> call(String operation, Supplier<CompletionStage<T>> call) {
    asked.add(operation);
    var error = thrown.getAndSet(Optional.empty());
    if (error.isPresent()) {
      throw error.get();
    }
    if (away.getAndUpdate(calls -> Math.max(0, calls - 1)) > 0) {
      return CompletableFuture.failedFuture(new StoreUnavailableException("away"));
    }
    return call.get();
  }
}
