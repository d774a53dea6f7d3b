package dev.pixstream.core.delivery;

import dev.pixstream.core.async.Duty;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.PullOutcome;
import dev.pixstream.core.store.PullRequest;
import dev.pixstream.core.store.Renewal;
import dev.pixstream.core.store.StoreUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

/**
 * One request of a collector from its arrival to its outcome: it asks the store, waits if there is
 * nothing, asks again when it is woken, and gives up when its time is over, when its client goes
 * away, or when a newer request with the same id takes its place.
 *
 * <p>Phases: asking → done, or asking → waiting → asking …; from waiting also straight to done.
 * Whatever happens while it asks is settled when the store has answered.
 */
public final class PullCall implements Waiters.Waiter {
  private sealed interface Phase {
    /**
     * The store is being asked.
     *
     * @param wokenAt when a wake made it ask; 0: none did
     */
    record Asking(long wokenAt) implements Phase {}

    /**
     * It is among the waiters.
     *
     * @param version of the lane when the store was asked last
     */
    record Waiting(long version) implements Phase {}

    /**
     * It has its outcome.
     *
     * @param wokenAt of its last asking
     */
    record Done(long wokenAt) implements Phase {}
  }

  /** What is to end the call as soon as it can be ended; a later one outranks those before it. */
  private enum End {
    NONE,
    TIME_OVER,
    SUPERSEDED,
    ABANDONED
  }

  /** How the store is asked. */
  enum Ask {
    /** For a stream that is not there yet. */
    OPEN,
    /** For the first time, or as a collector that lost the answer. */
    FIRST,
    /** By a call that the store knows to be waiting. */
    AGAIN
  }

  /** The node that it is served by. */
  interface Node {
    CompletionStage<PullOutcome> ask(PullRequest request, Ask how);

    Waiters waiters();

    CollectorListener listener();

    /** Whether nobody may wait any more. */
    boolean stopping();

    Future<?> after(Duration delay, Runnable task);

    /** Its time is over: the next request of its stream may wait on from here. */
    void park(PullRequest request, long version);

    /** Its stream waited elsewhere before. */
    void tellOthers(PullRequest request);

    void undelivered(LaneId lane, PullOutcome.Delivered batch);

    /** Nobody waits for it any more. */
    void left(PullRequest request, boolean opening);

    void finished(PullCall call);
  }

  private final Node node;
  private final PullRequest request;
  private final boolean opening;
  private final long number;
  private final CompletableFuture<PullOutcome> outcome = new CompletableFuture<>();
  private final CompletableFuture<Void> firstLook = new CompletableFuture<>();

  private Phase phase = new Phase.Asking(0);
  private Ask how;
  private End end = End.NONE;
  private long waitingSince;
  private Future<?> timer = CompletableFuture.completedFuture(null);

  PullCall(Node node, PullRequest request, boolean opening, long number) {
    this.node = node;
    this.request = request;
    this.opening = opening;
    this.number = number;
    this.how = opening ? Ask.OPEN : Ask.FIRST;
  }

  /**
   * What it came to. It fails with {@link StoreUnavailableException} when the store can't be
   * reached, and never completes for a client that went away.
   */
  public CompletionStage<PullOutcome> outcome() {
    return outcome.minimalCompletionStage();
  }

  /** The client went away: the call leaves the queue and claims nothing. */
  public void abandon() {
    if (ends(End.ABANDONED).isPresent()) {
      node.listener().abandoned(ended());
      node.left(request, opening);
      node.finished(this);
    }
  }

  @Override
  public LaneId lane() {
    return request.lane();
  }

  @Override
  public int messagesMax() {
    return request.messagesMax();
  }

  @Override
  public long number() {
    return number;
  }

  @Override
  public void wake() {
    synchronized (this) {
      if (!(phase instanceof Phase.Waiting)) {
        return;
      }
      phase = new Phase.Asking(System.nanoTime());
    }
    look();
  }

  PullRequest request() {
    return request;
  }

  /**
   * Completes when the first look has returned, so that a newer request with the same id looks
   * after it.
   */
  CompletionStage<Void> firstLook() {
    return firstLook;
  }

  /** A newer request with the same id arrived on this node. */
  void supersede() {
    if (ends(End.SUPERSEDED).isPresent()) {
      finish(new PullOutcome.Superseded());
    }
  }

  /** Its time is over, or the node stops: it is answered with nothing at once. */
  void giveUp() {
    ends(End.TIME_OVER)
        .ifPresent(
            waited -> {
              node.park(request, waited.version());
              finish(new PullOutcome.Empty(request.id(), false));
            });
  }

  /**
   * Ends a wait. A call that asks, or has just been woken and so is no longer among the waiters,
   * settles when the store has answered.
   *
   * @return the wait that it ended
   */
  private synchronized Optional<Phase.Waiting> ends(End why) {
    if (phase instanceof Phase.Done) {
      return Optional.empty();
    }
    end = why.compareTo(end) > 0 ? why : end;
    if (!(phase instanceof Phase.Waiting waiting) || !node.waiters().leave(this)) {
      return Optional.empty();
    }
    timer.cancel(false);
    phase = new Phase.Done(0);
    return Optional.of(waiting);
  }

  /**
   * Waits on where the request before this one waited, if nothing has moved in the lane since that
   * one's last look.
   */
  boolean waitOn(ParkedStreams.Parked before) {
    synchronized (this) {
      if (!join(before.version())) {
        return false;
      }
    }
    firstLook.complete(null);
    return true;
  }

  /** The store knows now that it waits. Until then it asks as for the first time. */
  synchronized void renewed() {
    how = Ask.AGAIN;
  }

  /**
   * How its lease is to be renewed. Nothing if it need not be: the call has asked, or its client
   * has gone. A wait that was over before its renewal is renewed too, as the lease counts from its
   * end.
   */
  synchronized Optional<Renewal> renewal() {
    boolean waits = phase instanceof Phase.Waiting;
    boolean waited = phase instanceof Phase.Done && end == End.TIME_OVER && how != Ask.AGAIN;
    if (!waits && !waited) {
      return Optional.empty();
    }
    var left = waits ? request.left() : Duration.ZERO;
    return Optional.of(new Renewal(lane(), request.nonce(), messagesMax(), request.waited(), left));
  }

  /** It has to query the store, for whatever reason it waited. */
  void lookAgain() {
    if (node.waiters().leave(this)) {
      wake();
    }
  }

  void look() {
    long before = node.waiters().version(request.lane());
    Duty.attempt(() -> node.ask(request, asked()))
        .whenComplete((found, failure) -> settleSurely(before, found, failure));
  }

  private synchronized Ask asked() {
    return how;
  }

  /** Whatever goes wrong while it is settled, its client gets an answer. */
  private void settleSurely(long before, PullOutcome found, Throwable failure) {
    try {
      settle(before, found, failure);
    } catch (RuntimeException | Error e) {
      done();
      node.finished(this);
      outcome.completeExceptionally(e);
    }
  }

  private void settle(long before, PullOutcome answer, Throwable failure) {
    firstLook.complete(null);
    var found = answer;
    if (failure == null && answer instanceof PullOutcome.Empty(var next, var supplanted)) {
      if (supplanted && endedBy() != End.ABANDONED) {
        node.tellOthers(request);
      }
      if (waitOrLook(before)) {
        return;
      }
      found = new PullOutcome.Empty(next, false);
    }
    if (failure != null && asksAnew()) {
      look();
      return;
    }
    var last = done();
    if (last.wokenAt() != 0 && !(found instanceof PullOutcome.Delivered)) {
      node.waiters().wake(request.lane(), request.messagesMax());
    }
    if (found instanceof PullOutcome.Delivered delivered && delivered.supplanted()) {
      node.tellOthers(request);
    }
    if (endedBy() == End.ABANDONED) {
      discard(found);
    } else if (failure != null) {
      fail(failure);
    } else if (opening && wasForgotten(found)) {
      fail(new StoreUnavailableException("the store forgot a stream while it was being opened"));
    } else {
      finish(endedBy() == End.SUPERSEDED ? new PullOutcome.Superseded() : found);
    }
  }

  private synchronized End endedBy() {
    return end;
  }

  /** The store has answered, and nothing changes what it came to from now on. */
  private synchronized Phase.Done done() {
    var done = new Phase.Done(phase instanceof Phase.Asking(var wokenAt) ? wokenAt : 0);
    timer.cancel(false);
    phase = done;
    return done;
  }

  /**
   * The query of a woken call failed, perhaps because its connection was lost. It may have claimed
   * a batch, so it is retried as by a collector that lost the answer. Once: then the store is
   * unavailable.
   */
  private synchronized boolean asksAnew() {
    if (how != Ask.AGAIN || end != End.NONE) {
      return false;
    }
    how = Ask.FIRST;
    return true;
  }

  /**
   * Nobody but this call knows the id of a stream that is being opened, so nobody else ended it.
   */
  private static boolean wasForgotten(PullOutcome found) {
    return found instanceof PullOutcome.Unknown || found instanceof PullOutcome.Closed;
  }

  private void discard(PullOutcome found) {
    node.listener().abandoned(ended());
    if (found instanceof PullOutcome.Delivered delivered) {
      node.undelivered(request.lane(), delivered);
    } else if (found instanceof PullOutcome.Empty || (found == null && opening)) {
      node.left(request, opening);
    }
    node.finished(this);
  }

  /** Nothing was found. It waits, or asks again if the lane has moved; false: it is over. */
  private boolean waitOrLook(long before) {
    boolean joined;
    synchronized (this) {
      if (end != End.NONE || request.left().isZero() || node.stopping()) {
        return false;
      }
      how = Ask.AGAIN;
      joined = join(before);
    }
    if (!joined) {
      look();
    } else if (node.stopping()) {
      giveUp();
    }
    return true;
  }

  /** Held: this. Joins the waiters, unless the lane has moved since this version. */
  private boolean join(long before) {
    phase = new Phase.Waiting(before);
    if (!node.waiters().join(this, before)) {
      phase = new Phase.Asking(0);
      return false;
    }
    waitingSince = waitingSince == 0 ? System.nanoTime() : waitingSince;
    timer.cancel(false);
    timer = node.after(request.left(), this::giveUp);
    return true;
  }

  private void finish(PullOutcome result) {
    try {
      node.listener().pulled(ended(), result);
    } finally {
      // First, as the collector may be back before this thread goes on.
      node.finished(this);
      outcome.complete(result);
    }
  }

  /** Nobody knows a stream whose opening failed; it must not keep its place. */
  private void fail(Throwable failure) {
    try {
      node.listener().failed(ended(), failure);
      if (opening) {
        node.left(request, true);
      }
    } finally {
      node.finished(this);
      outcome.completeExceptionally(failure);
    }
  }

  private synchronized CollectorListener.Pull ended() {
    long now = System.nanoTime();
    long wokenAt = phase instanceof Phase.Done(var woken) ? woken : 0;
    return new CollectorListener.Pull(
        request,
        opening,
        waitingSince == 0 ? 0 : now - waitingSince,
        wokenAt == 0 ? 0 : now - wokenAt);
  }
}
