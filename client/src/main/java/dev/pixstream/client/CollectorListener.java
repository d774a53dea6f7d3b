package dev.pixstream.client;

/**
 * Is told what happens to collectors, on their threads and possibly by several at once: it must
 * return at once. What it throws goes to the thread's uncaught exception handler and changes
 * nothing else.
 *
 * {@snippet file="dev/pixstream/examples/Collecting.java" region="watch"}
 */
@FunctionalInterface
public interface CollectorListener {

  /** Something happened. */
  void on(CollectorEvent event);
}
