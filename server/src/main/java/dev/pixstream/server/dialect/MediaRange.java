package dev.pixstream.server.dialect;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A media range of {@code Accept} with its quality in thousandths. */
record MediaRange(String name, int quality) {
  private static final MediaRange NONE = new MediaRange("", 0);

  static Optional<MediaRange> parse(String text) {
    var parts = text.split(";", -1);
    var name = parts[0].strip().toLowerCase(Locale.ROOT);
    int quality = 1000;
    for (int i = 1; i < parts.length; i++) {
      var parameter = parts[i].strip().toLowerCase(Locale.ROOT);
      if (parameter.startsWith("q=")) {
        var value = parameter.substring(2).strip();
        // Old Java clients write .2 for 0.2.
        if (!value.matches("(0(\\.\\d{0,3})?|\\.\\d{1,3}|1(\\.0{0,3})?)")) {
          return Optional.empty();
        }
        quality = Math.round(Float.parseFloat(value) * 1000);
      }
    }
    return Optional.of(new MediaRange(name, quality));
  }

  /** The most specific of the ranges that matches this media type. */
  static MediaRange bestFor(String mediaType, List<MediaRange> ranges) {
    var best = NONE;
    for (var range : ranges) {
      if (range.matches(mediaType) && range.specificity() > best.specificity()) {
        best = range;
      }
    }
    return best;
  }

  private boolean matches(String mediaType) {
    return switch (specificity()) {
      case 2 -> name.equals(mediaType);
      case 1 -> mediaType.startsWith(name.substring(0, name.length() - 1));
      case 0 -> true;
      default -> false;
    };
  }

  int specificity() {
    if (name.equals("*/*")) {
      return 0;
    }
    if (name.endsWith("/*")) {
      return 1;
    }
    return name.isEmpty() ? -1 : 2;
  }
}
