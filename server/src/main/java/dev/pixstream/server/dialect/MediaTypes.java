package dev.pixstream.server.dialect;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The two representations of a batch.
 *
 * @param one the media type of a single message
 * @param many that of several; only a collector that names it gets it
 */
public record MediaTypes(String one, String many) {
  /**
   * The better of the two for these values of {@code Accept}; empty if neither will do. The higher
   * quality wins, then the more specific range, then several messages. Ranges that can't be read
   * count for nothing.
   */
  public Optional<Wanted> negotiate(List<String> headers) {
    if (headers.stream().allMatch(String::isBlank)) {
      return Optional.of(Wanted.ONE);
    }
    if (headers.size() == 1) {
      // What collectors send: nothing to weigh.
      if (one.equals(headers.getFirst())) {
        return Optional.of(Wanted.ONE);
      }
      if (many.equals(headers.getFirst())) {
        return Optional.of(Wanted.MANY);
      }
    }
    var ranges =
        headers.stream()
            .flatMap(header -> Arrays.stream(header.split(",", -1)))
            .map(MediaRange::parse)
            .flatMap(Optional::stream)
            .toList();
    return weigh(MediaRange.bestFor(one, ranges), MediaRange.bestFor(many, ranges));
  }

  private static Optional<Wanted> weigh(MediaRange one, MediaRange many) {
    if (many.quality() > 0 && many.specificity() == 0 && one.quality() > 0) {
      return Optional.of(Wanted.ONE);
    }
    if (many.quality() > 0
        && (many.quality() > one.quality()
            || (many.quality() == one.quality() && many.specificity() >= one.specificity()))) {
      return Optional.of(Wanted.MANY);
    }
    return one.quality() > 0 ? Optional.of(Wanted.ONE) : Optional.empty();
  }
}
