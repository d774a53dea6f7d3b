package dev.pixstream.core.processing;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.StoreAnswers;
import dev.pixstream.core.store.StoreUnavailableException;
import dev.pixstream.core.store.queue.Confirmations;
import dev.pixstream.core.store.queue.Job;
import dev.pixstream.core.store.queue.Payments;
import dev.pixstream.core.store.queue.ProcessingQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Processes what was confirmed: takes jobs from the queue, runs a few at a time on virtual threads,
 * and tells the queue what came of them.
 *
 * <p>It takes as soon as it is told of a confirmation, and again while there is work; a steady flow
 * is taken in steps of {@link #PACE}, so that jobs are worth their round trips. When it is idle it
 * asks the queue less than once a second, by turns for what is due (jobs whose worker died,
 * retries) and for lanes whose confirmation nobody told.
 *
 * <p>While this node's collectors are at work it rests after each job, so that processing takes
 * less from them; when they are not, it goes as fast as it can.
 *
 * <p>What it has taken it extends until it is done. A job that it can't extend for a whole
 * visibility timeout, or that the queue says is another's, is interrupted and forgotten.
 */
public final class Worker implements Confirmations {
  /** A take may cost the queue a query of its own from time to time: still one in a second. */
  private static final Duration TICK = Duration.ofMillis(1_250);

  private static final Duration PACE = Duration.ofMillis(20);
  private static final int LANES_MAX = 500;

  /** Collectors are at work for so long after something was confirmed. */
  private static final Duration AT_WORK = Duration.ofMillis(50);

  /** Of the time that a job took: see docs/performance.md. */
  private static final double REST = 1.2;

  private static final Duration REST_MAX = Duration.ofMillis(20);

  /** For who is interrupted. */
  private static final Duration INTERRUPTED = Duration.ofMillis(500);

  private final String name;
  private final Dependencies dependencies;
  private final HeldJobs jobs = new HeldJobs();
  private final LanesWithWork expected = new LanesWithWork();
  private final AdaptivePrefetch prefetch;
  private final Heartbeat heartbeat;
  private final Room room;
  private final List<Thread> slots = new ArrayList<>();
  private final Thread dispatcher;
  private volatile boolean stopping;
  private volatile long confirmedAt = System.nanoTime() - AT_WORK.toNanos();

  // Of the dispatcher alone.
  private long nextTick = System.nanoTime() + TICK.toNanos();
  private long notBefore = System.nanoTime();
  private boolean more;
  private boolean lanesNext;
  private int failures;

  /** What a worker stands on. */
  public record Dependencies(
      ProcessingQueue queue,
      Payments payments,
      Processing processing,
      WorkerRules rules,
      WorkerListener listener) {}

  /**
   * Makes a worker that does nothing yet. Its jobs hold as many messages as a part of the heap has
   * room for.
   *
   * @param name for people
   */
  public Worker(String name, Dependencies dependencies) {
    this(name, dependencies, Room.ofHeap());
  }

  /**
   * The same.
   *
   * @param room what its jobs hold in memory at a time
   */
  public Worker(String name, Dependencies dependencies, Room room) {
    this.name = name;
    this.room = room;
    this.dependencies = dependencies;
    this.prefetch = new AdaptivePrefetch(dependencies.rules().concurrency());
    this.heartbeat = new Heartbeat(dependencies, jobs);
    this.dispatcher = Thread.ofVirtual().name("worker").unstarted(this::dispatch);
    for (int i = 0; i < dependencies.rules().concurrency(); i++) {
      slots.add(Thread.ofVirtual().name("worker-" + i).unstarted(this::runJobs));
    }
  }

  /** Begins. */
  public void start() {
    slots.forEach(Thread::start);
    heartbeat.start();
    dispatcher.start();
  }

  @Override
  public void confirmed(LaneId lane) {
    confirmedAt = System.nanoTime();
    if (expected.add(lane)) {
      LockSupport.unpark(dispatcher);
    }
  }

  /**
   * Stops: takes no more, gives back what was not begun, waits for what runs, interrupts what takes
   * longer and leaves it to its visibility timeout. At its end the processor is closed.
   */
  public void stop(Duration within) throws InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    stopping = true;
    var unbegun = jobs.close();
    LockSupport.unpark(dispatcher);
    giveBack(unbegun);
    for (var slot : slots) {
      join(slot, deadline);
    }
    jobs.all().forEach(HeldJob::cancel);
    for (var slot : slots) {
      join(slot, deadline + INTERRUPTED.toNanos());
    }
    join(dispatcher, deadline);
    dispatcher.interrupt();
    heartbeat.stop();
    dependencies.processing().close();
  }

  private static void join(Thread thread, long deadline) throws InterruptedException {
    if (thread.getState() != Thread.State.NEW) {
      thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
    }
  }

  private void dispatch() {
    while (!stopping) {
      try {
        long wait = untilNext();
        if (wait > 0) {
          LockSupport.parkNanos(this, wait);
        } else {
          step();
        }
      } catch (InterruptedException e) {
        // The end of a stop that took too long.
        return;
      } catch (RuntimeException | Error e) {
        // Nobody expected it; it may be gone a moment later, and without a worker nothing is done.
        notBefore = System.nanoTime() + TICK.toNanos();
        dependencies.listener().trouble(e);
      }
    }
  }

  private long untilNext() {
    if (jobs.waiting() >= dependencies.rules().concurrency()
        || jobs.size() >= WorkerRules.JOBS_MAX) {
      return TICK.toNanos();
    }
    long now = System.nanoTime();
    long pause = notBefore - now;
    if (more || !expected.isEmpty()) {
      return pause;
    }
    return Math.max(pause, Math.min(nextTick - now, expected.untilRetry(now, TICK)));
  }

  private void step() throws InterruptedException {
    long now = System.nanoTime();
    boolean tick = now - nextTick >= 0;
    if (tick) {
      nextTick = now + TICK.toNanos();
      lanesNext = !lanesNext;
    }
    try {
      if (tick && lanesNext) {
        expected.lookAround(dependencies.queue(), LANES_MAX);
      } else {
        take(now);
      }
      failures = 0;
    } catch (StoreUnavailableException e) {
      notBefore = System.nanoTime() + StoreAnswers.pause(++failures).toNanos();
      dependencies.listener().trouble(e);
    }
  }

  private void take(long now) throws InterruptedException {
    var rules = dependencies.rules();
    var lanes = expected.takeLanes(LANES_MAX);
    int jobsMax = Math.min(WorkerRules.JOBS_MAX - jobs.size(), prefetch.next(now));
    int messagesMax = Math.min(rules.messagesMax(), room.messagesMax());
    var demand = new ProcessingQueue.Demand(name, lanes, jobsMax, messagesMax, rules.visibility());
    List<Job> taken;
    try {
      taken = StoreAnswers.await(dependencies.queue().take(demand));
    } catch (RuntimeException | Error e) {
      expected.addAll(lanes);
      throw e;
    }
    expected.asked(now);
    more = taken.size() >= jobsMax;
    if (more) {
      expected.addAll(lanes);
    }
    notBefore = more ? now : now + PACE.toNanos();
    var held = taken.stream().map(job -> new HeldJob(job, now, rules.visibility())).toList();
    if (!jobs.add(held)) {
      giveBack(held);
    }
  }

  /** Others need not wait for the visibility timeout of what was not begun. */
  private void giveBack(List<HeldJob> unbegun) throws InterruptedException {
    if (unbegun.isEmpty()) {
      return;
    }
    try {
      var theirs = unbegun.stream().map(HeldJob::job).toList();
      StoreAnswers.await(dependencies.queue().extend(theirs, Duration.ofMillis(1)));
    } catch (RuntimeException e) {
      dependencies.listener().trouble(e);
    }
  }

  private void runJobs() {
    try {
      for (var next = jobs.next(); next.isPresent(); next = jobs.next()) {
        long begun = System.nanoTime();
        run(next.get());
        LockSupport.unpark(dispatcher);
        giveWay(System.nanoTime() - begun);
      }
    } catch (InterruptedException e) {
      dependencies.listener().trouble(e);
    }
  }

  /** Collectors come first: while they are at work on this node, each job is followed by a rest. */
  private void giveWay(long tookNanos) {
    if (!stopping && System.nanoTime() - confirmedAt < AT_WORK.toNanos()) {
      LockSupport.parkNanos(this, Math.min((long) (REST * (double) tookNanos), REST_MAX.toNanos()));
    }
  }

  private void run(HeldJob held) {
    var job = held.job();
    held.begin();
    long begun = System.nanoTime();
    try {
      var result = room.within(job.size(), () -> new JobRun(dependencies, held).run());
      long now = System.nanoTime();
      result
          .failures()
          .forEach(failure -> failure.retryIn().ifPresent(in -> expected.retry(now, in)));
      dependencies
          .listener()
          .ended(job, result.payments(), result.failures(), System.nanoTime() - begun);
    } catch (InterruptedException | HeldJob.JobLost e) {
      dependencies.listener().lost(job);
    } catch (Exception | Error e) {
      // Also an Error ends the job alone: a slot that ends would be missing until the next start.
      dependencies.listener().trouble(e);
      dependencies.listener().lost(job);
    } finally {
      held.end();
      jobs.remove(held);
    }
  }
}
