package dev.pixstream.core.delivery;

import dev.pixstream.core.async.Duty;
import dev.pixstream.core.model.Arrival;
import dev.pixstream.core.model.Iteration;
import dev.pixstream.core.model.IterationId;
import dev.pixstream.core.model.IterationIds;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.Nonce;
import dev.pixstream.core.store.CloseOutcome;
import dev.pixstream.core.store.Expiry;
import dev.pixstream.core.store.PullOutcome;
import dev.pixstream.core.store.PullRequest;
import dev.pixstream.core.store.Renewal;
import dev.pixstream.core.store.StreamCoordinator;
import dev.pixstream.core.store.StreamRules;
import dev.pixstream.core.store.queue.Confirmations;
import dev.pixstream.core.store.view.LaneView;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What collectors ask of one node: open, pull, close. It keeps who waits here and wakes them when
 * messages arrive.
 */
public final class CollectorService implements NodeSignals.Listener {
  private static final int RENEWALS_MAX = 2_000;

  private final StreamCoordinator coordinator;
  private final NodeSignals signals;
  private final StreamRules rules;
  private final Confirmations confirmations;
  private final CollectorListener listener;
  private final ScheduledExecutorService timers;
  private final String node;

  private final IterationIds ids = new IterationIds();
  private final AtomicLong requests = new AtomicLong();
  private final Waiters waiters = new Waiters();
  private final ConcurrentHashMap<Iteration, PullCall> calls = new ConcurrentHashMap<>();
  private final ParkedStreams streams;
  private final ConcurrentLinkedQueue<PullCall> waitingOn = new ConcurrentLinkedQueue<>();
  private final PullCall.Node served = new Served();
  private volatile boolean stopping;

  /**
   * @param node this node's name, {@code [0-9a-z]+}, unlike that of any other
   * @param confirmations is notified of the lanes in which pulls and closes confirm
   * @param listener is notified of each request's end
   * @param timers runs the ends of waits; its threads must not be blocked
   */
  public CollectorService(
      String node,
      StreamCoordinator coordinator,
      NodeSignals signals,
      StreamRules rules,
      Confirmations confirmations,
      CollectorListener listener,
      ScheduledExecutorService timers) {
    this.node = node;
    this.coordinator = coordinator;
    this.signals = signals;
    this.rules = rules;
    this.confirmations = confirmations;
    this.listener = listener;
    this.timers = timers;
    this.streams = new ParkedStreams(rules);
    signals.listen(this);
  }

  /** Opens a stream and pulls its first batch, waiting as long as the rules allow. */
  public PullCall open(LaneId lane, int messagesMax) {
    return open(lane, messagesMax, Optional.empty());
  }

  /**
   * Opens a stream and pulls its first batch.
   *
   * @param waitMax how long it waits at most, less than the rules allow
   */
  public PullCall open(LaneId lane, int messagesMax, Optional<Duration> waitMax) {
    long number = requests.incrementAndGet();
    var request = request(lane, ids.next(), messagesMax, new Nonce(node, number), waitMax);
    var call = new PullCall(served, request, true, number);
    calls.put(request.iteration(), call);
    call.look();
    return call;
  }

  /** Confirms the batch that gave out this id and pulls the next one. */
  public PullCall pull(LaneId lane, IterationId id, int messagesMax) {
    return pull(lane, id, messagesMax, Optional.empty());
  }

  /** As {@link #open(LaneId, int, Optional)}, of a stream that is open. */
  public PullCall pull(LaneId lane, IterationId id, int messagesMax, Optional<Duration> waitMax) {
    long number = requests.incrementAndGet();
    var parked = streams.take(new Iteration(lane, id));
    var nonce = parked.map(ParkedStreams.Parked::nonce).orElseGet(() -> new Nonce(node, number));
    var request = request(lane, id, messagesMax, nonce, waitMax);
    var call = new PullCall(served, request, false, number);
    var older = calls.put(request.iteration(), call);
    if (older != null) {
      // A request takes its place at once, but looks only after an older one with its id has
      // looked.
      older.supersede();
      older.firstLook().whenComplete((done, failure) -> call.look());
    } else if (parked.isPresent() && call.waitOn(parked.get())) {
      waitingOn.add(call);
    } else {
      call.look();
    }
    return call;
  }

  /** Closes a stream. */
  public CompletionStage<CloseOutcome> close(LaneId lane, IterationId id) {
    return end(lane, id)
        .thenApply(
            outcome -> {
              listener.closed(lane, id, outcome);
              return outcome;
            });
  }

  private CompletionStage<CloseOutcome> end(LaneId lane, IterationId id) {
    var iteration = new Iteration(lane, id);
    streams.forget(iteration);
    return coordinator
        .close(lane, id)
        .thenApply(
            outcome -> {
              switch (outcome) {
                case CloseOutcome.Ended(var returned, var supplanted) -> {
                  confirmations.confirmed(lane);
                  arrived(lane, returned);
                  if (supplanted) {
                    moved(iteration);
                    signals.moved(iteration);
                  }
                }
                case CloseOutcome.AlreadyClosed(var returned) -> arrived(lane, returned);
                case CloseOutcome.Unknown() -> {}
              }
              return outcome;
            });
  }

  /** The response with this batch could not be written. */
  public void undelivered(LaneId lane, PullOutcome.Delivered batch) {
    listener.undelivered(batch);
    coordinator.grace(lane, batch);
  }

  /** Messages became free in a lane through this node: wakes their waiters, here and elsewhere. */
  public void arrived(LaneId lane, Arrival arrival) {
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
    waiters.wake(lane, left + (own == null ? 0 : own));
    signals.arrived(lane, shares, left);
  }

  /** A stream of a lane was closed by force through this node. */
  public void endedByHand(LaneId lane, LaneView.Ended end) {
    arrived(lane, end.returned());
    end.waiter()
        .ifPresent(
            id -> {
              var iteration = new Iteration(lane, id);
              streams.forget(iteration);
              moved(iteration);
              signals.moved(iteration);
            });
  }

  /** Streams of a lane were ended by this node. */
  void expired(LaneId lane, Expiry expiry) {
    expired(lane, expiry, expiry.returned());
  }

  private void expired(LaneId lane, Expiry expiry, Arrival left) {
    if (expiry.streams() > 0) {
      listener.expired(lane, expiry);
    }
    arrived(lane, left);
  }

  @Override
  public void arrived(LaneId lane, int messages) {
    waiters.wake(lane, messages);
  }

  @Override
  public void moved(Iteration iteration) {
    var call = calls.get(iteration);
    if (call != null) {
      call.lookAgain();
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

  /**
   * Renews, in one call to the store, the leases of the requests that wait on without a look, or
   * did until just now. Who can't be renewed looks.
   */
  CompletionStage<Void> renewWaitingOn() {
    streams.sweep();
    // Of the requests of one stream the latest counts: they share its nonce.
    var renewing = new HashMap<Nonce, PullCall>();
    var renewals = new HashMap<Nonce, Renewal>();
    PullCall call;
    while (renewals.size() < RENEWALS_MAX && (call = waitingOn.poll()) != null) {
      var renewal = call.renewal();
      if (renewal.isPresent()) {
        renewals.put(renewal.get().nonce(), renewal.get());
        renewing.put(renewal.get().nonce(), call);
      }
    }
    if (renewals.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    return Duty.attempt(() -> coordinator.renew(List.copyOf(renewals.values())))
        .whenComplete((renewed, failure) -> settle(renewing, renewed, failure))
        .thenCompose(renewed -> renewWaitingOn());
  }

  private void settle(Map<Nonce, PullCall> renewing, Set<Nonce> renewed, Throwable failure) {
    if (failure != null) {
      waitingOn.addAll(renewing.values());
      return;
    }
    renewing.forEach(
        (nonce, call) -> {
          if (renewed.contains(nonce)) {
            call.renewed();
          } else {
            call.lookAgain();
          }
        });
  }

  /** How many requests wait on this node, about. */
  public int waiting() {
    return waiters.size();
  }

  Waiters waiters() {
    return waiters;
  }

  private CompletionStage<PullOutcome> ask(PullRequest request, PullCall.Ask how) {
    var asked =
        how == PullCall.Ask.OPEN
            ? coordinator.open(request)
            : coordinator.pull(request, how == PullCall.Ask.AGAIN);
    var pulled =
        asked.thenApply(
            found -> {
              expired(request.lane(), found.expiry(), found.left());
              return found.outcome();
            });
    // Whatever there was to confirm, the first query has confirmed.
    return how == PullCall.Ask.FIRST
        ? pulled.whenComplete((found, failure) -> tell(request.lane(), found))
        : pulled;
  }

  private void tell(LaneId lane, @Nullable PullOutcome found) {
    if (found instanceof PullOutcome.Delivered || found instanceof PullOutcome.Empty) {
      confirmations.confirmed(lane);
    }
  }

  private CompletionStage<Void> leave(PullRequest request) {
    return coordinator.leave(request.lane(), request.nonce());
  }

  private PullRequest request(
      LaneId lane, IterationId id, int messagesMax, Nonce nonce, Optional<Duration> waitMax) {
    var wait = waitMax.filter(own -> own.compareTo(rules.waitMax()) < 0).orElse(rules.waitMax());
    return new PullRequest(lane, id, messagesMax, nonce, System.nanoTime(), spread(wait));
  }

  /** The longest wait less a random tenth, so that idle collectors spread out. */
  private static Duration spread(Duration wait) {
    long nanos = wait.toNanos();
    return Duration.ofNanos(nanos - ThreadLocalRandom.current().nextLong(nanos / 10 + 1));
  }

  /** What a call may ask of this node. */
  private final class Served implements PullCall.Node {
    @Override
    public CompletionStage<PullOutcome> ask(PullRequest request, PullCall.Ask how) {
      return CollectorService.this.ask(request, how);
    }

    @Override
    public Waiters waiters() {
      return waiters;
    }

    @Override
    public CollectorListener listener() {
      return listener;
    }

    @Override
    public boolean stopping() {
      return stopping;
    }

    @Override
    public Future<?> after(Duration delay, Runnable task) {
      return timers.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void park(PullRequest request, long version) {
      if (!stopping) {
        streams.park(request, version);
      }
    }

    @Override
    public void tellOthers(PullRequest request) {
      signals.moved(request.iteration());
    }

    @Override
    public void undelivered(LaneId lane, PullOutcome.Delivered batch) {
      CollectorService.this.undelivered(lane, batch);
    }

    @Override
    public void left(PullRequest request, boolean opening) {
      if (opening) {
        end(request.lane(), request.id());
      } else {
        leave(request);
      }
    }

    @Override
    public void finished(PullCall call) {
      calls.remove(call.request().iteration(), call);
    }
  }
}
