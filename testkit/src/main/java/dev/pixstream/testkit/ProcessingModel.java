package dev.pixstream.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.SeqRange;
import dev.pixstream.core.store.PullOutcome;
import dev.pixstream.core.store.queue.Failure;
import dev.pixstream.core.store.queue.Job;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * What a queue should do, in plain Java, beside a real one. Its clock counts ticks; whatever is
 * timed ends half a tick after one, so that the time that a test takes does not matter.
 */
final class ProcessingModel {
  private static final Duration TICK = Duration.ofSeconds(1000);

  /** How many messages a batch holds at most. */
  private static final int BATCH = 10;

  private static final Duration HALF = TICK.dividedBy(2);

  private final LaneStore store;
  private final Worker worker;
  private final RandomGenerator random;
  private final Map<LaneId, Queue> queues = new HashMap<>();
  private final Map<Job.Token, Running> running = new HashMap<>();
  private final List<Job> over = new ArrayList<>();
  private int now;

  /** A lane's part of it. A message that is in none of its places is processed. */
  private static final class Queue {
    private final Lane lane;
    private final List<Integer> fresh = new ArrayList<>();
    private final Map<Integer, Retry> retrying = new HashMap<>();
    private final TreeSet<Integer> dead = new TreeSet<>();
    private final TreeSet<Integer> confirmed = new TreeSet<>();
    private final TreeSet<Integer> processed = new TreeSet<>();
    private Optional<PullOutcome.Delivered> batch = Optional.empty();

    Queue(Lane lane) {
      this.lane = lane;
    }
  }

  private record Retry(int failed, int dueAt) {}

  private record Running(Job job, List<Integer> numbers, boolean retry, int lostAt) {}

  ProcessingModel(LaneStore store, List<Lane> lanes, RandomGenerator random) {
    this.store = store;
    this.worker = new Worker(store, "model");
    this.random = random;
    lanes.forEach(lane -> queues.put(lane.id(), new Queue(lane)));
  }

  void step() {
    var queue = any(queues.values());
    switch (random.nextInt(16)) {
      case 0, 1, 2, 3 -> confirm(queue);
      case 4 -> release(queue);
      case 5, 6, 7 -> take(1 + random.nextInt(6), List.of(5, 10, 25, 100).get(random.nextInt(4)));
      case 8, 9 -> anyJob().ifPresent(this::complete);
      case 10, 11, 12 -> anyJob().ifPresent(this::fail);
      case 13 -> extend();
      case 14 -> enqueue(queue);
      default -> advance(1 + random.nextInt(2));
    }
    if (random.nextInt(4) == 0 && !over.isEmpty()) {
      stale(any(over));
    }
  }

  /** Everything but the dead is processed in the end. */
  void drain() {
    advance(20);
    do {
      take(50, 100);
      List.copyOf(running.values()).forEach(job -> complete(job.job()));
    } while (queues.values().stream().anyMatch(q -> !q.fresh.isEmpty() || !q.retrying.isEmpty()));
    for (var queue : queues.values()) {
      var all = new TreeSet<>(queue.processed);
      all.addAll(queue.dead);
      assertEquals(queue.confirmed, all);
    }
  }

  private void confirm(Queue queue) {
    if (random.nextBoolean()) {
      queue.lane.store(1 + random.nextInt(25));
    }
    var batch = queue.batch;
    int max = random.nextInt(3) == 0 ? 1 : 10;
    var outcome = batch.isEmpty() ? queue.lane.open(max) : queue.lane.pull(batch.get().next(), max);
    batch.ifPresent(confirmed -> confirmed(queue, Lane.numbers(confirmed)));
    if (outcome instanceof PullOutcome.Delivered next) {
      queue.batch = Optional.of(next);
    } else {
      queue.lane.close(Lane.empty(outcome));
      queue.batch = Optional.empty();
    }
  }

  private static void confirmed(Queue queue, List<Integer> numbers) {
    queue.confirmed.addAll(numbers);
    queue.fresh.addAll(numbers);
  }

  /** A batch whose stream ends without confirming it goes nowhere here. */
  private void release(Queue queue) {
    if (queue.batch.isPresent()) {
      advance(1);
      queue.lane.expire();
      queue.batch = Optional.empty();
    }
  }

  private void take(int jobsMax, int messagesMax) {
    var lost = new HashMap<List<Integer>, Running>();
    var due = new HashSet<String>();
    for (var job : running.values()) {
      if (job.lostAt() < now && !job.retry()) {
        lost.put(key(job.job()), job);
      }
    }
    queues.forEach(
        (lane, queue) ->
            queue.retrying.forEach(
                (number, retry) -> {
                  if (retry.dueAt() <= now) {
                    due.add(lane + " " + number);
                  }
                }));
    var jobs = worker.take(jobsMax, messagesMax, List.copyOf(queues.keySet()), HALF);
    int fromLost = Math.min(jobsMax, lost.size());
    int fromDue = Math.min(jobsMax - fromLost, due.size());
    for (var job : jobs.subList(0, fromLost)) {
      var before = Objects.requireNonNull(lost.remove(key(job)), "it was not lost");
      assertEquals(before.job().attempt() + 1, job.attempt());
      assertEquals(before.job().ranges(), job.ranges());
      over.add(before.job());
      running.remove(before.job().token());
      started(job, false);
    }
    for (var job : jobs.subList(fromLost, fromLost + fromDue)) {
      assertTrue(due.remove(job.lane() + " " + Worker.numbers(job).getFirst()));
      startedRetry(job);
    }
    fresh(jobs.subList(fromLost + fromDue, jobs.size()), jobsMax - fromLost - fromDue, messagesMax);
  }

  private static List<Integer> key(Job job) {
    var key = new ArrayList<>(Worker.numbers(job));
    key.add(Integer.valueOf(job.lane().value()));
    return key;
  }

  private void startedRetry(Job job) {
    var queue = queue(job);
    int number = Worker.numbers(job).getFirst();
    assertEquals(List.of(number), Worker.numbers(job));
    int failed = Objects.requireNonNull(queue.retrying.get(number)).failed();
    for (var before : List.copyOf(running.values())) {
      if (before.retry() && key(before.job()).equals(key(job))) {
        running.remove(before.job().token());
        over.add(before.job());
        failed++;
      }
    }
    assertEquals(failed + 1, job.attempt());
    queue.retrying.put(number, new Retry(failed, now + 1));
    started(job, true);
  }

  private void started(Job job, boolean retry) {
    var numbers = Worker.numbers(job);
    assertTrue(running.put(job.token(), new Running(job, numbers, retry, now)) == null);
  }

  /** Each job is packed as full as can be, and lanes take turns. */
  private void fresh(List<Job> jobs, int jobsMax, int messagesMax) {
    Map<LaneId, Integer> counts = new HashMap<>();
    for (var job : jobs) {
      assertEquals(1, job.attempt());
      var next = queue(job).fresh.subList(0, job.size());
      assertEquals(next, Worker.numbers(job));
      next.clear();
      assertTrue(job.size() <= Math.max(messagesMax, BATCH), "the job is too large");
      assertTrue(
          queue(job).fresh.isEmpty() || job.size() + BATCH > messagesMax, "the job is too small");
      counts.merge(job.lane(), 1, Integer::sum);
      started(job, false);
    }
    queues.forEach(
        (lane, queue) -> {
          if (!queue.fresh.isEmpty()) {
            assertEquals(jobsMax, jobs.size(), "something was left that could be taken");
            counts.values().forEach(c -> assertTrue(c <= counts.getOrDefault(lane, 0) + 1));
          }
        });
  }

  private void complete(Job job) {
    assertTrue(worker.complete(job));
    ended(job);
    queue(job).processed.addAll(Worker.numbers(job));
  }

  private void ended(Job job) {
    var run = running.remove(job.token());
    over.add(job);
    if (run != null && run.retry()) {
      queue(job).retrying.remove(run.numbers().getFirst());
    }
  }

  private void fail(Job job) {
    var queue = queue(job);
    List<Failure> failures = new ArrayList<>();
    boolean retry = Objects.requireNonNull(running.get(job.token())).retry();
    ended(job);
    for (int number : Worker.numbers(job)) {
      switch (random.nextInt(4)) {
        case 0 -> {
          int ticks = random.nextInt(3);
          failures.add(
              Worker.retry(
                  number, ticks == 0 ? Duration.ZERO : TICK.multipliedBy(ticks).minus(HALF)));
          queue.retrying.put(number, new Retry(retry ? job.attempt() : 1, now + ticks));
        }
        case 1 -> {
          failures.add(Worker.dead(number));
          queue.dead.add(number);
        }
        default -> queue.processed.add(number);
      }
    }
    assertTrue(worker.fail(job, failures.toArray(Failure[]::new)));
  }

  private void extend() {
    var some = running.values().stream().filter(job -> random.nextBoolean()).toList();
    var jobs = new ArrayList<>(some.stream().map(Running::job).toList());
    Set<Job.Token> expected = new HashSet<>();
    jobs.forEach(job -> expected.add(job.token()));
    jobs.addAll(over.subList(Math.max(0, over.size() - 3), over.size()));
    assertEquals(expected, Lane.await(store.queue().extend(jobs, HALF)));
    for (var job : some) {
      running.put(job.job().token(), new Running(job.job(), job.numbers(), job.retry(), now));
      if (job.retry()) {
        queue(job.job())
            .retrying
            .computeIfPresent(
                job.numbers().getFirst(), (_, retry) -> new Retry(retry.failed(), now + 1));
      }
    }
  }

  private void enqueue(Queue queue) {
    int from = random.nextInt(60);
    int to = from + 1 + random.nextInt(30);
    Lane.await(store.queue().enqueue(queue.lane.id(), List.of(new SeqRange(from, to))));
    for (int number = from + 1; number <= to; number++) {
      if (queue.dead.remove(number)) {
        queue.retrying.put(number, new Retry(0, now));
      } else if (queue.processed.remove(number)) {
        queue.fresh.add(number);
      }
    }
  }

  private Queue queue(Job job) {
    return Objects.requireNonNull(queues.get(job.lane()));
  }

  private void stale(Job job) {
    assertEquals(false, worker.complete(job));
    int number = Worker.numbers(job).getFirst();
    assertEquals(false, worker.fail(job, Worker.dead(number)));
  }

  private void advance(int ticks) {
    now += ticks;
    store.advance(TICK.multipliedBy(ticks));
    for (var queue : queues.values()) {
      queue.lane.expire();
      queue.batch = Optional.empty();
    }
  }

  private Optional<Job> anyJob() {
    return running.isEmpty() ? Optional.empty() : Optional.of(any(running.values()).job());
  }

  private <T> T any(Collection<T> some) {
    return List.copyOf(some).get(random.nextInt(some.size()));
  }
}
