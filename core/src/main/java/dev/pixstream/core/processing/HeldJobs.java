package dev.pixstream.core.processing;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The jobs that a worker has taken: those that wait for a thread, in order, and those that run. */
final class HeldJobs {
  private final Deque<HeldJob> waiting = new ArrayDeque<>();
  private final Set<HeldJob> all = new HashSet<>();
  private boolean closed;

  /**
   * Adds jobs.
   *
   * @return false if nobody runs them any more
   */
  synchronized boolean add(Collection<HeldJob> taken) {
    if (closed) {
      return false;
    }
    waiting.addAll(taken);
    all.addAll(taken);
    notifyAll();
    return true;
  }

  /** The next one to run, as soon as there is one; empty: there will be none. */
  synchronized Optional<HeldJob> next() throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    return Optional.ofNullable(waiting.poll());
  }

  synchronized void remove(HeldJob held) {
    all.remove(held);
  }

  synchronized int waiting() {
    return waiting.size();
  }

  synchronized int size() {
    return all.size();
  }

  synchronized List<HeldJob> all() {
    return List.copyOf(all);
  }

  /** No more are run. Returns those that were not begun. */
  synchronized List<HeldJob> close() {
    closed = true;
    var left = List.copyOf(waiting);
    waiting.clear();
    left.forEach(all::remove);
    notifyAll();
    return left;
  }
}
