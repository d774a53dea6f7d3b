package dev.pixstream.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LogBudgetTest {
  private static final long PERIOD = Duration.ofSeconds(10).toNanos();

  private final LogBudget budget = new LogBudget();

  private long written(String kind, long now) {
    return IntStream.range(0, 10_000).filter(i -> budget.mayWrite(kind, now)).count();
  }

  @Test
  void a_loop_writes_a_bounded_number_of_lines_and_others_are_not_touched() {
    assertEquals(LogBudget.LINES_MAX, written("Failures Unexpected failure", 0));
    assertTrue(budget.mayWrite("Failures {}", 0));
    assertEquals(0, written("Failures Unexpected failure", PERIOD - 1));
    assertEquals(LogBudget.LINES_MAX, written("Failures Unexpected failure", PERIOD));
  }
}
