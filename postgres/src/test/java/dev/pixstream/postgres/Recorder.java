package dev.pixstream.postgres;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.processing.PaymentProcessor;
import dev.pixstream.core.processing.WorkerListener;
import dev.pixstream.core.store.queue.Failure;
import dev.pixstream.core.store.queue.Job;
import dev.pixstream.core.store.queue.Payment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A processor that does what a test says, and writes down what happens. */
final class Recorder implements PaymentProcessor, WorkerListener {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Effect effect;
  private final List<List<Long>> calls = new ArrayList<>();
  private final List<Job> ended = new ArrayList<>();
  private final List<Job> lost = new ArrayList<>();
  private final List<String> troubles = new ArrayList<>();

  /** What becomes of payments. */
  interface Effect {
    void of(List<Long> seqs) throws Exception;
  }

  Recorder(Effect effect) {
    this.effect = effect;
  }

  @Override
  public String name() {
    return "recorder";
  }

  @Override
  public void process(List<Payment> payments) throws Exception {
    var seqs = payments.stream().map(Payment::seq).toList();
    note(() -> calls.add(seqs));
    effect.of(seqs);
  }

  @Override
  public void ended(Job job, List<Payment> payments, List<Failure> failures) {
    note(() -> ended.add(job));
  }

  @Override
  public void lost(Job job) {
    note(() -> lost.add(job));
  }

  @Override
  public void trouble(Throwable failure) {
    note(() -> troubles.add(failure.toString()));
  }

  synchronized List<String> troubles() {
    return List.copyOf(troubles);
  }

  /** The numbers of each call. */
  synchronized List<List<Long>> calls() {
    return List.copyOf(calls);
  }

  synchronized int ended() {
    return ended.stream().mapToInt(Job::size).sum();
  }

  synchronized int lost() {
    return lost.size();
  }

  /** Waits until something holds, looking whenever anything happens. */
  synchronized Duration await(BooleanSupplier holds) throws InterruptedException {
    long start = System.nanoTime();
    while (!holds.getAsBoolean()) {
      long left = PATIENCE.toNanos() - (System.nanoTime() - start);
      assertTrue(left > 0, () -> "not so: calls " + calls + ", lost " + lost);
      wait(Math.max(1, left / 1_000_000));
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private synchronized void note(Runnable what) {
    what.run();
    notifyAll();
  }
}
