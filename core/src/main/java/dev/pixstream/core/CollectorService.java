package dev.pixstream.core;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What collectors ask of one node: open, pull, close. It keeps who waits here and wakes them when
 * messages arrive.
 */
public final class CollectorService implements NodeSignals.Listener {
  private final StreamCoordinator coordinator;
  private final NodeSignals signals;
  private final StreamRules rules;
  private final ScheduledExecutorService timers;
  private final String node;

  private final IterationIds ids = new IterationIds();
  private final AtomicLong requests = new AtomicLong();
  private final Waiters waiters = new Waiters();
  private final ConcurrentHashMap<IterationId, PullCall> calls = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  /**
   * @param node this node's name, {@code [0-9a-z]+}, unlike that of any other
   * @param timers runs the ends of waits; its threads must not be blocked
   */
  public CollectorService(
      String node,
      StreamCoordinator coordinator,
      NodeSignals signals,
      StreamRules rules,
      ScheduledExecutorService timers) {
    this.node = node;
    this.coordinator = coordinator;
    this.signals = signals;
    this.rules = rules;
    this.timers = timers;
    signals.listen(this);
  }

  /** Opens a stream and pulls its first batch. */
  public PullCall open(Ispb ispb, int messagesMax) {
    return start(new PullCall(this, request(ispb, ids.next(), messagesMax), true));
  }

  /** Confirms the batch that gave out this id and pulls the next one. */
  public PullCall pull(Ispb ispb, IterationId id, int messagesMax) {
    return start(new PullCall(this, request(ispb, id, messagesMax), false));
  }

  /** Closes a stream. */
  public CompletionStage<CloseOutcome> close(Ispb ispb, IterationId id) {
    return coordinator
        .close(ispb, id)
        .thenApply(
            outcome -> {
              switch (outcome) {
                case CloseOutcome.Ended(var returned, var supplanted) -> {
                  arrived(ispb, returned);
                  if (supplanted) {
                    moved(id);
                    signals.moved(id);
                  }
                }
                case CloseOutcome.AlreadyClosed(var returned) -> arrived(ispb, returned);
                case CloseOutcome.Unknown() -> {}
              }
              return outcome;
            });
  }

  /** The response with this batch could not be written. */
  public void undelivered(PullOutcome.Delivered batch) {
    coordinator.grace(batch);
  }

  /**
   * Messages became free in a lane through this node: wakes who waits for them, here and elsewhere.
   */
  public void arrived(Ispb ispb, Arrival arrival) {
    if (arrival.messages() == 0) {
      return;
    }
    int left = arrival.messages();
    Map<String, Integer> shares = new LinkedHashMap<>();
    for (var waiting : arrival.waiting()) {
      int taken = Math.min(left, waiting.messagesMax());
      if (taken > 0) {
        shares.merge(waiting.node(), taken, Integer::sum);
        left -= taken;
      }
    }
    Integer own = shares.remove(node);
    waiters.wake(ispb, left + (own == null ? 0 : own));
    signals.arrived(ispb, shares, left);
  }

  @Override
  public void arrived(Ispb ispb, int messages) {
    waiters.wake(ispb, messages);
  }

  @Override
  public void moved(IterationId id) {
    var call = calls.get(id);
    if (call != null && waiters.leave(call)) {
      call.wake();
    }
  }

  @Override
  public void missed() {
    waiters.wakeAll();
  }

  /**
   * Answers all waiting requests with nothing at once, and from now on lets none wait. Completes
   * when the store knows.
   */
  public CompletionStage<Void> stopWaiting() {
    stopping = true;
    return CompletableFuture.allOf(
        calls.values().stream()
            .map(
                call -> {
                  call.giveUp();
                  return leave(call.request()).toCompletableFuture();
                })
            .toArray(CompletableFuture<?>[]::new));
  }

  Waiters waiters() {
    return waiters;
  }

  boolean stopping() {
    return stopping;
  }

  CompletionStage<PullOutcome> look(PullRequest request, boolean opening, boolean again) {
    return opening ? coordinator.open(request) : coordinator.pull(request, again);
  }

  void left(PullRequest request, boolean opening) {
    if (opening) {
      close(request.ispb(), request.id());
    } else {
      leave(request);
    }
  }

  private CompletionStage<Void> leave(PullRequest request) {
    return coordinator.leave(request.ispb(), request.nonce());
  }

  void tellOthers(IterationId id) {
    signals.moved(id);
  }

  Future<?> after(Duration delay, Runnable task) {
    return timers.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  void finished(PullCall call) {
    calls.remove(call.request().id(), call);
  }

  /**
   * A request takes its place at once, but looks only after an older one with its id has looked.
   */
  private PullCall start(PullCall call) {
    var older = calls.put(call.request().id(), call);
    if (older == null) {
      call.look();
    } else {
      older.supersede();
      older.firstLook().whenComplete((done, failure) -> call.look());
    }
    return call;
  }

  private PullRequest request(Ispb ispb, IterationId id, int messagesMax) {
    var nonce = new Nonce(node, requests.incrementAndGet());
    return new PullRequest(ispb, id, messagesMax, nonce, spreadWait());
  }

  /** The longest wait less a random tenth, so that idle collectors spread out. */
  private Duration spreadWait() {
    long nanos = rules.waitMax().toNanos();
    return Duration.ofNanos(nanos - ThreadLocalRandom.current().nextLong(nanos / 10 + 1));
  }
}
