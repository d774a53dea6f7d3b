package dev.pixstream.testkit;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.queue.Failure;
import dev.pixstream.core.store.queue.Job;
import dev.pixstream.core.store.queue.ProcessingQueue;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** A worker of a queue under test, in blocking words. */
final class Worker {
  /** For how long jobs are its own. */
  static final Duration VISIBILITY = Duration.ofSeconds(30);

  private final ProcessingQueue queue;
  private final String name;

  Worker(LaneStore store, String name) {
    this.queue = store.queue();
    this.name = name;
  }

  List<Job> take(int jobsMax, int messagesMax, Lane... lanes) {
    return take(jobsMax, messagesMax, Arrays.stream(lanes).map(Lane::id).toList(), VISIBILITY);
  }

  List<Job> take(int jobsMax, int messagesMax, List<LaneId> lanes, Duration visibility) {
    var demand = new ProcessingQueue.Demand(name, lanes, jobsMax, messagesMax, visibility);
    return Lane.await(queue.take(demand));
  }

  Set<Job.Token> extend(Job... jobs) {
    return Lane.await(queue.extend(List.of(jobs), VISIBILITY));
  }

  boolean complete(Job job) {
    return Lane.await(queue.complete(job));
  }

  boolean fail(Job job, Failure... failures) {
    return Lane.await(queue.fail(job, List.of(failures)));
  }

  static Failure retry(int number, Duration in) {
    return new Failure(number, "java.io.IOException", "the account is away", Optional.of(in));
  }

  static Failure dead(int number) {
    return new Failure(number, "PermanentFailure", "no such account", Optional.empty());
  }

  /** The numbers of a job's messages, in its order. */
  static List<Integer> numbers(Job job) {
    return job.ranges().stream()
        .flatMapToInt(range -> IntStream.rangeClosed((int) range.from() + 1, (int) range.to()))
        .boxed()
        .toList();
  }

  /** Those of several jobs. */
  static List<Integer> numbers(List<Job> jobs) {
    return jobs.stream().flatMap(job -> numbers(job).stream()).toList();
  }
}
