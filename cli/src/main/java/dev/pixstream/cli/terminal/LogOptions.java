package dev.pixstream.cli.terminal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** What is logged. */
public final class LogOptions {

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

  enum LogFormat {
    TEXT,
    JSON
  }

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text, or json: one object a line. Default: text.")
  private LogFormat format = LogFormat.TEXT;

  public void apply() {
    if (format == LogFormat.JSON) {
      writeJson();
    }
    if (LoggerFactory.getLogger("dev.pixstream") instanceof Logger logger) {
      logger.setLevel(Level.toLevel(level.name()));
    }
  }

  private static void writeJson() {
    if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root
        && root.getAppender("STDERR") instanceof ConsoleAppender<ILoggingEvent> console) {
      var lines = new JsonLines();
      lines.setContext(root.getLoggerContext());
      lines.start();
      console.setEncoder(lines);
    }
  }
}
