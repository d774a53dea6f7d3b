package dev.pixstream.server.contract;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What the audit log says while this is open; other tests write to it too. */
final class AuditLog implements AutoCloseable {
  private final Logger audit = (Logger) LoggerFactory.getLogger("dev.pixstream.audit");
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();

  AuditLog() {
    events.start();
    audit.setLevel(Level.INFO);
    audit.addAppender(events);
  }

  /** The lines with this message, each as its fields. */
  List<String> lines(String message) {
    return List.copyOf(events.list).stream()
        .filter(event -> event.getMessage().equals(message))
        .map(event -> event.getKeyValuePairs().toString())
        .toList();
  }

  @Override
  public void close() {
    audit.detachAppender(events);
  }
}
