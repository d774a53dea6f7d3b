package dev.pixstream.core.processing;

import dev.pixstream.core.store.StoreAnswers;
import java.time.Duration;

/** Extends the jobs that a worker holds, three times in a visibility timeout. */
final class Heartbeat {
  /** A job that takes longer hangs: it is interrupted and left to others. */
  private static final Duration JOB_MAX = Duration.ofHours(1);

  private final Worker.Dependencies dependencies;
  private final HeldJobs jobs;
  private final Thread thread;

  Heartbeat(Worker.Dependencies dependencies, HeldJobs jobs) {
    this.dependencies = dependencies;
    this.jobs = jobs;
    this.thread = Thread.ofVirtual().name("worker-heartbeat").unstarted(this::beat);
  }

  void start() {
    thread.start();
  }

  void stop() {
    thread.interrupt();
  }

  private void beat() {
    try {
      while (true) {
        Thread.sleep(dependencies.rules().visibility().dividedBy(3));
        try {
          extend();
        } catch (RuntimeException | Error e) {
          dependencies.listener().trouble(e);
        }
      }
    } catch (InterruptedException e) {
      // The worker has stopped.
    }
  }

  private void extend() throws InterruptedException {
    var all = jobs.all();
    all.stream().filter(held -> held.age().compareTo(JOB_MAX) > 0).forEach(HeldJob::lose);
    var held = all.stream().filter(job -> job.age().compareTo(JOB_MAX) <= 0).toList();
    if (held.isEmpty()) {
      return;
    }
    var visibility = dependencies.rules().visibility();
    long asked = System.nanoTime();
    var own =
        StoreAnswers.await(
            dependencies.queue().extend(held.stream().map(HeldJob::job).toList(), visibility));
    for (var job : held) {
      if (own.contains(job.job().token())) {
        job.extended(asked, visibility);
      } else {
        job.lose();
      }
    }
  }
}
