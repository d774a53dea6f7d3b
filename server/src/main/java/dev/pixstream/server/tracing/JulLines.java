package dev.pixstream.server.tracing;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what a library logs through java.util.logging to where everything else is logged: on stderr
 * it would break the lines of JSON.
 */
final class JulLines extends Handler {
  private final org.slf4j.Logger log;
  // Held here, because the JDK holds loggers weakly and would forget this handler with them.
  private final Logger from;

  JulLines(String name) {
    this.log = LoggerFactory.getLogger(name);
    this.from = Logger.getLogger(name);
    from.setUseParentHandlers(false);
    from.addHandler(this);
  }

  @Override
  public void publish(LogRecord line) {
    if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
      log.warn("{}", line.getMessage());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    from.removeHandler(this);
  }
}
