package dev.pixstream.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** What is logged. */
final class LogOptions {

  enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG
  }

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue = "info",
      description = "error, warn, info or debug. Logs go to stderr. Default: info.")
  private LogLevel level = LogLevel.INFO;

  void apply() {
    if (LoggerFactory.getLogger("dev.pixstream") instanceof Logger logger) {
      logger.setLevel(Level.toLevel(level.name()));
    }
  }
}
