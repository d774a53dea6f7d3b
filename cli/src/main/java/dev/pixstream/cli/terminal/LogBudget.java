package dev.pixstream.cli.terminal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * Bounds what one kind of warning or error may write, so that no caller in a loop fills a disk: of
 * those that share a logger and a template, {@value #LINES_MAX} in 10 s. Then one line tells how
 * many were left out.
 */
public final class LogBudget extends Filter<ILoggingEvent> {
  static final int LINES_MAX = 50;
  private static final long PERIOD_NANOS = Duration.ofSeconds(10).toNanos();
  private static final int KINDS_MAX = 200;

  private final Map<String, Budget> budgets = new HashMap<>();

  private static final class Budget {
    private final long began;
    private int lines;

    Budget(long began) {
      this.began = began;
    }
  }

  @Override
  public FilterReply decide(ILoggingEvent event) {
    if (!event.getLevel().isGreaterOrEqual(Level.WARN)) {
      return FilterReply.NEUTRAL;
    }
    return mayWrite(event.getLoggerName() + " " + event.getMessage(), System.nanoTime())
        ? FilterReply.NEUTRAL
        : FilterReply.DENY;
  }

  boolean mayWrite(String kind, long now) {
    int leftOut;
    boolean may;
    synchronized (budgets) {
      if (budgets.size() >= KINDS_MAX) {
        budgets.clear();
      }
      var budget = budgets.computeIfAbsent(kind, key -> new Budget(now));
      leftOut = 0;
      if (now - budget.began >= PERIOD_NANOS) {
        leftOut = Math.max(0, budget.lines - LINES_MAX);
        budget = new Budget(now);
        budgets.put(kind, budget);
      }
      budget.lines++;
      may = budget.lines <= LINES_MAX;
    }
    if (leftOut > 0) {
      LoggerFactory.getLogger(LogBudget.class)
          .atWarn()
          .addKeyValue("lines", leftOut)
          .addKeyValue("kind", kind)
          .log("Lines of one kind were left out");
    }
    return may;
  }
}
