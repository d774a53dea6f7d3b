package dev.pixstream.server.faults;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of requests that faults happen to. */
public enum Target {
  START,
  PULL,
  CLOSE,
  STORE;

  /** Its name in JSON and on the command line. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one of that name. */
  public static Optional<Target> parse(String text) {
    return Arrays.stream(values()).filter(target -> target.text().equals(text)).findFirst();
  }
}
