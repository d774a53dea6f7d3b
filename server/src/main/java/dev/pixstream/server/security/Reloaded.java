package dev.pixstream.server.security;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was read from files, and is read again when they have changed and stand still: two looks saw
 * the same. What can't be read (a certificate whose key comes a moment later) changes nothing: it
 * is tried again at the next look.
 */
public final class Reloaded<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Reloaded.class);

  private final String what;
  private final List<Path> files;
  private final Supplier<T> reading;
  private final Consumer<T> told;
  private volatile T current;
  private String stamp;
  private String seen;
  private String complaint = "";

  /**
   * Reads for the first time.
   *
   * @param told of each later value
   * @throws InvalidSecurityException if it can't be read
   */
  public Reloaded(String what, List<Path> files, Supplier<T> reading, Consumer<T> told) {
    this.what = what;
    this.files = List.copyOf(files);
    this.reading = reading;
    this.told = told;
    this.stamp = SecurityFiles.stamp(files);
    this.seen = stamp;
    this.current = reading.get();
  }

  public T get() {
    return current;
  }

  /** Reads again what has changed. It may block. */
  public synchronized void look() {
    var now = SecurityFiles.stamp(files);
    if (now.equals(stamp) && complaint.isEmpty()) {
      return;
    }
    // A file that is half written would read as one with fewer lines.
    boolean moving = !now.equals(seen);
    seen = now;
    if (moving) {
      return;
    }
    try {
      T read = reading.get();
      seen = SecurityFiles.stamp(files);
      if (!seen.equals(now)) {
        return;
      }
      current = read;
      told.accept(read);
      LOG.atInfo().addKeyValue("files", files).log("Read again: {}", what);
      stamp = now;
      complaint = "";
    } catch (InvalidSecurityException e) {
      if (!complaint.equals(e.getMessage())) {
        LOG.warn("What there was stays in force: {}", e.getMessage());
        complaint = String.valueOf(e.getMessage());
      }
    }
  }
}
