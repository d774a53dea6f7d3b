package dev.pixstream.core.delivery;

import dev.pixstream.core.model.LaneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The requests of this node that wait for messages, a queue for each lane, first come first served,
 * also after a wake that found nothing. A waiter is an entry here and a timer: it holds no thread
 * and no connection.
 *
 * <p>No message slips between a look at the store and the joining of the queue: a request takes the
 * lane's version before it looks, and joins only if that is still the version. Lanes share versions
 * by hash, so that their number is bounded; sharing costs a look too many, never one too few.
 */
final class Waiters {
  private static final int VERSIONS = 1 << 14;
  private static final Comparator<Waiter> BY_ARRIVAL = Comparator.comparingLong(Waiter::number);

  /** A waiting request. */
  interface Waiter {
    LaneId lane();

    int messagesMax();

    /** Its place: the number of the request. */
    long number();

    /**
     * Called once, outside all locks, when the waiter has left the queue because it is to look
     * again.
     */
    void wake();
  }

  private final ConcurrentHashMap<LaneId, PriorityQueue<Waiter>> queues = new ConcurrentHashMap<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicLongArray versions = new AtomicLongArray(VERSIONS);

  long version(LaneId lane) {
    return versions.get(slot(lane));
  }

  /**
   * Joins the queue.
   *
   * @return false, without joining, if the lane has moved since that version
   */
  boolean join(Waiter waiter, long version) {
    var joined = new boolean[1];
    queues.compute(
        waiter.lane(),
        (lane, queue) -> {
          if (version(lane) != version) {
            return queue;
          }
          var present = queue == null ? new PriorityQueue<Waiter>(2, BY_ARRIVAL) : queue;
          joined[0] = present.add(waiter);
          return present;
        });
    if (joined[0]) {
      size.incrementAndGet();
    }
    return joined[0];
  }

  /** How many wait in all lanes; for a moment it may be one off. */
  int size() {
    return size.get();
  }

  /** Leaves the queue, and says whether it was there. */
  boolean leave(Waiter waiter) {
    var left = new boolean[1];
    queues.computeIfPresent(
        waiter.lane(),
        (lane, queue) -> {
          left[0] = queue.remove(waiter);
          return queue.isEmpty() ? null : queue;
        });
    if (left[0]) {
      size.decrementAndGet();
    }
    return left[0];
  }

  /** Tells that messages are free in a lane, and wakes as many waiters as can take them. */
  void wake(LaneId lane, int messages) {
    versions.incrementAndGet(slot(lane));
    if (messages <= 0) {
      return;
    }
    var woken = new ArrayList<Waiter>();
    queues.computeIfPresent(
        lane,
        (key, queue) -> {
          int left = messages;
          while (left > 0 && !queue.isEmpty()) {
            var waiter = queue.remove();
            left -= waiter.messagesMax();
            woken.add(waiter);
          }
          return queue.isEmpty() ? null : queue;
        });
    size.addAndGet(-woken.size());
    woken.forEach(Waiter::wake);
  }

  /** Wakes everybody: after the node was deaf for a while. */
  void wakeAll() {
    for (var lane : lanes()) {
      wake(lane, Integer.MAX_VALUE);
    }
  }

  /** The lanes that have waiters here. */
  List<LaneId> lanes() {
    return List.copyOf(queues.keySet());
  }

  private static int slot(LaneId lane) {
    int hash = lane.hashCode();
    return (hash ^ (hash >>> 15)) & (VERSIONS - 1);
  }
}
