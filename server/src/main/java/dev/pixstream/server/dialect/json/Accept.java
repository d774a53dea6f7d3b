package dev.pixstream.server.dialect.json;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which of the two representations a collector asks for (contract, Representation). */
enum Accept {
  /** Exactly one message, a JSON object. */
  ONE(1, "application/json"),
  /** 1 to 10 messages, a JSON array. Only who names it gets it. */
  MANY(10, "multipart/json");

  private final int messagesMax;
  private final String mediaType;

  Accept(int messagesMax, String mediaType) {
    this.messagesMax = messagesMax;
    this.mediaType = mediaType;
  }

  int messagesMax() {
    return messagesMax;
  }

  /**
   * The better of the two for these header values; none if neither will do. The higher quality
   * wins, then the more specific range, then the array. Ranges that can't be read count for
   * nothing.
   */
  static Optional<Accept> negotiate(List<String> headers) {
    if (headers.stream().allMatch(header -> header.isBlank())) {
      return Optional.of(ONE);
    }
    if (headers.size() == 1) {
      // What collectors send: nothing to weigh.
      for (var each : values()) {
        if (each.mediaType.equals(headers.getFirst())) {
          return Optional.of(each);
        }
      }
    }
    var ranges =
        headers.stream()
            .flatMap(header -> Arrays.stream(header.split(",", -1)))
            .map(Range::parse)
            .flatMap(Optional::stream)
            .toList();
    var one = ONE.bestOf(ranges);
    var many = MANY.bestOf(ranges);
    if (many.quality() > 0 && many.specificity() == 0 && one.quality() > 0) {
      return Optional.of(ONE);
    }
    if (many.quality() > 0
        && (many.quality() > one.quality()
            || (many.quality() == one.quality() && many.specificity() >= one.specificity()))) {
      return Optional.of(MANY);
    }
    return one.quality() > 0 ? Optional.of(ONE) : Optional.empty();
  }

  /** The quality that the most specific matching range gives this representation. */
  private Range bestOf(List<Range> ranges) {
    var best = Range.NONE;
    for (var range : ranges) {
      if (range.matches(mediaType) && range.specificity() > best.specificity()) {
        best = range;
      }
    }
    return best;
  }

  /** A media range with its quality in thousandths. */
  private record Range(String name, int quality) {
    static final Range NONE = new Range("", 0);

    static Optional<Range> parse(String text) {
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
      return Optional.of(new Range(name, quality));
    }

    boolean matches(String mediaType) {
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
}
