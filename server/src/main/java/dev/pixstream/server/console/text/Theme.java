package dev.pixstream.server.console.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How bright the pages are. */
public enum Theme {
  /** As the browser or system says. */
  AUTO,
  LIGHT,
  DARK;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Theme> of(String word) {
    return Arrays.stream(values()).filter(theme -> theme.word().equals(word)).findFirst();
  }
}
