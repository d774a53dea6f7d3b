package dev.pixstream.core.delivery;

import dev.pixstream.core.async.Duty;
import dev.pixstream.core.model.Ispb;
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
 * One request of a collector from its arrival to its outcome: it looks at the store, waits if there
 * is nothing, looks again when it is woken, and gives up when its time is over, when its client
 * goes away, or when a newer request with the same id takes its place.
 *
 * <p>States: LOOKING → DONE, or LOOKING → WAITING → LOOKING …; from WAITING also straight to DONE.
 * Whatever happens during a look is settled when the look returns.
 */
public final class PullCall implements Waiters.Waiter {
  private enum State {
    LOOKING,
    WAITING,
    DONE
  }

  private final CollectorService service;
  private final PullRequest request;
  private final boolean opening;
  private final long number;
  private final CompletableFuture<PullOutcome> outcome = new CompletableFuture<>();
  private final CompletableFuture<Void> firstLook = new CompletableFuture<>();

  private State state = State.LOOKING;
  private boolean opened;
  private boolean again;
  private boolean woken;
  private long waitingSince;
  private long wokenAt;
  private boolean superseded;
  private boolean abandoned;
  private boolean timeOver;
  private long version;
  private Future<?> timer = CompletableFuture.completedFuture(null);

  PullCall(CollectorService service, PullRequest request, boolean opening, long number) {
    this.service = service;
    this.request = request;
    this.opening = opening;
    this.number = number;
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
    boolean wasWaiting;
    synchronized (this) {
      if (state == State.DONE || abandoned) {
        return;
      }
      abandoned = true;
      wasWaiting = state == State.WAITING && leaveQueue();
    }
    if (wasWaiting) {
      service.listener().abandoned(ended());
      service.left(request, opening);
      service.finished(this);
    }
  }

  @Override
  public Ispb ispb() {
    return request.ispb();
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
      if (state != State.WAITING) {
        return;
      }
      state = State.LOOKING;
      woken = true;
      wokenAt = System.nanoTime();
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
    complete(new PullOutcome.Superseded(), true);
  }

  /** Its time is over, or the node stops: it is answered with nothing at once. */
  void giveUp() {
    complete(new PullOutcome.Empty(request.id(), false), false);
  }

  private void complete(PullOutcome early, boolean supersedes) {
    boolean wasWaiting;
    synchronized (this) {
      superseded |= supersedes;
      timeOver |= !supersedes;
      wasWaiting = state == State.WAITING && leaveQueue();
    }
    if (wasWaiting) {
      if (!supersedes) {
        service.park(request, version);
      }
      finish(early);
    }
  }

  /**
   * Held: this. A waiter that has just been woken is no longer in the queue and settles after its
   * look.
   */
  private boolean leaveQueue() {
    if (!service.waiters().leave(this)) {
      return false;
    }
    state = State.DONE;
    timer.cancel(false);
    return true;
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

  /** The store knows now that it waits. Until then its next look is a first one. */
  synchronized void renewed() {
    again = true;
  }

  /**
   * How its lease is to be renewed. Nothing if it need not be: the call has looked, or its client
   * has gone. A wait that was over before its renewal is renewed too, as the lease counts from its
   * end.
   */
  synchronized Optional<Renewal> renewal() {
    boolean waits = state == State.WAITING;
    boolean waited = state == State.DONE && timeOver && !again;
    if (!waits && !waited) {
      return Optional.empty();
    }
    var left = waits ? request.left() : Duration.ZERO;
    return Optional.of(new Renewal(ispb(), request.nonce(), messagesMax(), request.waited(), left));
  }

  /** It has to look at the store, whatever it waited for. */
  void lookAgain() {
    if (service.waiters().leave(this)) {
      wake();
    }
  }

  void look() {
    long before = service.waiters().version(request.ispb());
    Duty.attempt(() -> service.look(request, opening && !opened, again))
        .whenComplete((found, failure) -> settleSurely(before, found, failure));
  }

  /** Whatever goes wrong while it is settled, its client gets an answer. */
  private void settleSurely(long before, PullOutcome found, Throwable failure) {
    try {
      settle(before, found, failure);
    } catch (RuntimeException | Error e) {
      synchronized (this) {
        state = State.DONE;
        timer.cancel(false);
      }
      service.finished(this);
      outcome.completeExceptionally(e);
    }
  }

  private void settle(long before, PullOutcome found, Throwable failure) {
    firstLook.complete(null);
    if (failure == null && found instanceof PullOutcome.Empty(var next, var supplanted)) {
      if (supplanted && !isAbandoned()) {
        service.tellOthers(request);
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
    boolean gone;
    boolean replaced;
    synchronized (this) {
      state = State.DONE;
      timer.cancel(false);
      gone = abandoned;
      replaced = superseded;
    }
    if (woken && !(found instanceof PullOutcome.Delivered)) {
      service.waiters().wake(request.ispb(), request.messagesMax());
    }
    if (found instanceof PullOutcome.Delivered delivered && delivered.supplanted()) {
      service.tellOthers(request);
    }
    if (gone) {
      discard(found);
    } else if (failure != null) {
      fail(failure);
    } else if (opening && wasForgotten(found)) {
      fail(new StoreUnavailableException("the store forgot a stream while it was being opened"));
    } else {
      finish(replaced ? new PullOutcome.Superseded() : found);
    }
  }

  /**
   * A look of who waited was cut off, perhaps by a connection that was just lost. Whether it
   * claimed is not known, so it asks as a collector does that lost the answer, and so gets what it
   * claimed. Once: then the store is away.
   */
  private synchronized boolean asksAnew() {
    if (!again || abandoned || superseded || timeOver) {
      return false;
    }
    again = false;
    return true;
  }

  /**
   * Nobody but this call knows the id of a stream that is being opened, so nobody else ended it.
   */
  private static boolean wasForgotten(PullOutcome found) {
    return found instanceof PullOutcome.Unknown || found instanceof PullOutcome.Closed;
  }

  private void discard(PullOutcome found) {
    service.listener().abandoned(ended());
    if (found instanceof PullOutcome.Delivered delivered) {
      service.undelivered(request.ispb(), delivered);
    } else if (found instanceof PullOutcome.Empty || (found == null && opening)) {
      service.left(request, opening);
    }
    service.finished(this);
  }

  private synchronized boolean isAbandoned() {
    return abandoned;
  }

  /**
   * Nothing was found. Joins the queue, or looks again if the lane has moved; false: it is over.
   */
  private boolean waitOrLook(long before) {
    boolean joined;
    synchronized (this) {
      if (abandoned || superseded || timeOver || request.left().isZero() || service.stopping()) {
        return false;
      }
      opened = true;
      again = true;
      woken = false;
      wokenAt = 0;
      joined = join(before);
    }
    if (!joined) {
      look();
    } else if (service.stopping()) {
      giveUp();
    }
    return true;
  }

  /** Held: this. Joins the queue, unless the lane has moved since this version. */
  private boolean join(long before) {
    state = State.WAITING;
    if (!service.waiters().join(this, before)) {
      state = State.LOOKING;
      return false;
    }
    version = before;
    waitingSince = waitingSince == 0 ? System.nanoTime() : waitingSince;
    timer.cancel(false);
    timer = service.after(request.left(), this::giveUp);
    return true;
  }

  private void finish(PullOutcome result) {
    try {
      service.listener().pulled(ended(), result);
    } finally {
      // First, as the collector may be back before this thread goes on.
      service.finished(this);
      outcome.complete(result);
    }
  }

  /** Nobody knows a stream whose opening failed; it must not keep its place. */
  private void fail(Throwable failure) {
    try {
      service.listener().failed(ended(), failure);
      if (opening) {
        service.left(request, true);
      }
    } finally {
      service.finished(this);
      outcome.completeExceptionally(failure);
    }
  }

  private synchronized CollectorListener.Pull ended() {
    long now = System.nanoTime();
    return new CollectorListener.Pull(
        request,
        opening,
        waitingSince == 0 ? 0 : now - waitingSince,
        wokenAt == 0 ? 0 : now - wokenAt);
  }
}
