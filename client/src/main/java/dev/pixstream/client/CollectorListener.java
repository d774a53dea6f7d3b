package dev.pixstream.client;

/** Is told what happens to collectors, on their threads: it must return at once and not throw. */
@FunctionalInterface
public interface CollectorListener {

  /** Something happened. */
  void on(CollectorEvent event);
}
