package dev.pixstream.server.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Brings results to the event loop that serves their requests. One call to the store settles many
 * pulls, and to wake another event loop is among the dearest things in a pull: what becomes known
 * in one turn of an event loop goes over together when that turn ends.
 */
public final class Handover implements Executor {
  private final Thread thread = Thread.currentThread();
  private final Context loop;
  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean due = new AtomicBoolean();

  /** To the event loop that this is called on. */
  public Handover(Vertx vertx) {
    this.loop = vertx.getOrCreateContext();
  }

  @Override
  public void execute(Runnable task) {
    if (Thread.currentThread().equals(thread)) {
      task.run();
      return;
    }
    tasks.add(task);
    if (due.compareAndSet(false, true)) {
      var here = Vertx.currentContext();
      if (here == null) {
        loop.runOnContext(now -> runAll());
      } else {
        here.runOnContext(turnIsOver -> loop.runOnContext(now -> runAll()));
      }
    }
  }

  /** A task that throws keeps none of the others waiting. */
  private void runAll() {
    due.set(false);
    try {
      Runnable task;
      while ((task = tasks.poll()) != null) {
        task.run();
      }
    } finally {
      if (!tasks.isEmpty() && due.compareAndSet(false, true)) {
        loop.runOnContext(now -> runAll());
      }
    }
  }
}
