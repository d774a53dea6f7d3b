package dev.pixstream.core.processing;

import dev.pixstream.core.store.StoreAnswers;
import dev.pixstream.core.store.StoreUnavailableException;
import dev.pixstream.core.store.queue.ErrorText;
import dev.pixstream.core.store.queue.Failure;
import dev.pixstream.core.store.queue.Job;
import dev.pixstream.core.store.queue.Payment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/**
 * One job from its messages to what the queue is told. If the processor throws, each message is
 * given to it once more, alone, so that the neighbours of a poisonous one are not held up. While
 * the store is away the job waits and goes on where it was, unless its visibility timeout ends.
 */
final class JobRun {
  private static final String LOST = "WorkerLost";

  private final Worker.Dependencies dependencies;
  private final HeldJob held;

  JobRun(Worker.Dependencies dependencies, HeldJob held) {
    this.dependencies = dependencies;
    this.held = held;
  }

  /** What a job held, and what of it failed. */
  record Result(List<Payment> payments, List<Failure> failures) {}

  /**
   * Runs it.
   *
   * @throws HeldJob.JobLost if it is another's, or is left to its visibility timeout
   */
  Result run() throws Exception {
    var job = held.job();
    var payments =
        persist(() -> StoreAnswers.await(dependencies.payments().load(job.lane(), job.ranges())));
    var failures = isDeadly(job) ? takenApart(payments) : process(payments);
    held.check();
    held.settle();
    var answer = persist(() -> StoreAnswers.await(tell(job, failures)));
    if (!answer) {
      throw new HeldJob.JobLost();
    }
    return new Result(payments, failures);
  }

  /**
   * Too many workers had it and none brought it to an end: one of its messages may end whoever
   * processes it.
   */
  private boolean isDeadly(Job job) {
    return job.attempt() > dependencies.rules().retries().attemptsMax();
  }

  /** Each message becomes a job of its own, at once; one that is alone already is dead. */
  private List<Failure> takenApart(List<Payment> payments) {
    var retryIn = payments.size() > 1 ? Optional.of(Duration.ZERO) : Optional.<Duration>empty();
    return payments.stream()
        .map(p -> new Failure(p.seq(), LOST, "no worker that had it came to an end", retryIn))
        .toList();
  }

  private CompletionStage<Boolean> tell(Job job, List<Failure> failures) {
    return failures.isEmpty()
        ? dependencies.queue().complete(job)
        : dependencies.queue().fail(job, failures);
  }

  private List<Failure> process(List<Payment> payments) throws Exception {
    if (payments.isEmpty()) {
      return List.of();
    }
    var together = call(payments);
    if (together.isEmpty()) {
      return List.of();
    }
    List<Failure> failures = new ArrayList<>();
    var named = named(together.get(), payments);
    if (!named.isEmpty()) {
      named.forEach((seq, error) -> failures.add(failure(seq, error)));
    } else if (payments.size() == 1) {
      failures.add(failure(payments.getFirst().seq(), together.get()));
    } else {
      for (var payment : payments) {
        call(List.of(payment)).ifPresent(error -> failures.add(alone(payment, error)));
      }
    }
    return failures;
  }

  private Failure alone(Payment payment, Throwable error) {
    var named = named(error, List.of(payment));
    return failure(payment.seq(), named.getOrDefault(payment.seq(), error));
  }

  /** Which of these messages failed, if the processor has said so. */
  private static Map<Long, Throwable> named(Throwable error, List<Payment> payments) {
    Map<Long, Throwable> named = new TreeMap<>();
    if (error instanceof PartialFailure known) {
      for (var payment : payments) {
        var own = known.failures().get(payment.seq());
        if (own != null) {
          named.put(payment.seq(), own);
        }
      }
    }
    return named;
  }

  /** What it threw, if anything. The store's absence is not the message's failure. */
  private Optional<Throwable> call(List<Payment> payments) throws Exception {
    return persist(
        () -> {
          try {
            dependencies.processing().process(held.job().lane(), payments);
            return Optional.empty();
          } catch (StoreUnavailableException e) {
            throw e;
          } catch (Throwable e) {
            held.check();
            return Optional.of(e);
          }
        });
  }

  private Failure failure(long seq, Throwable error) {
    // Messages of a job that holds several have not failed before, however often it was taken.
    int attempt = held.job().size() == 1 ? held.job().attempt() : 1;
    var retryIn =
        error instanceof PermanentFailure
            ? Optional.<Duration>empty()
            : dependencies.rules().retries().retryIn(attempt, RandomGenerator.getDefault());
    return new Failure(seq, error.getClass().getName(), ErrorText.of(error), retryIn);
  }

  private <T> T persist(Callable<T> action) throws Exception {
    for (int failures = 1; ; failures++) {
      held.check();
      try {
        return action.call();
      } catch (StoreUnavailableException e) {
        held.check();
        dependencies.listener().trouble(e);
        Thread.sleep(StoreAnswers.pause(failures));
      }
    }
  }
}
