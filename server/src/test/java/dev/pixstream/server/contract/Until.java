package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Looks until something holds. Each look is a round trip, so that this is no busy loop. */
final class Until {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

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
