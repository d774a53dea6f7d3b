package dev.pixstream.cli.flood;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what has to come about. */
final class Until {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private Until() {}

  static void holds(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        fail("not so after " + PATIENCE);
      }
    }
  }
}
