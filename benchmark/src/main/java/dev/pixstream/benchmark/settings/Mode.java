package dev.pixstream.benchmark.settings;

/** How the load is made. */
public enum Mode {
  /** Messages are due at a steady rate, whatever the server does; collected at the same time. */
  OPEN,
  /** Each publisher stores its next array when the last one was answered; collected meanwhile. */
  CLOSED,
  /** A backlog is stored first; measured is how it is collected. */
  DRAIN,
  /** Measured is storing alone; what was stored is collected afterwards, to check it. */
  STORE
}
