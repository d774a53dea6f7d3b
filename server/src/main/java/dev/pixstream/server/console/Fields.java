package dev.pixstream.server.console;

import dev.pixstream.server.console.text.Texts;
import io.vertx.core.MultiMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The fields of a query or form. What is unknown, there twice or can't be read is refused, never
 * passed over: a filter that counts as none would let a discard reach everything. An empty field is
 * none, as browsers send all of a form.
 */
final class Fields {
  private static final int NAME_MAX = 40;
  private static final String ONCE = "once";

  private final MultiMap given;

  private Fields(MultiMap given) {
    this.given = given;
  }

  /**
   * Reads their names.
   *
   * @param several those that may be there more than once
   * @param once the others
   * @throws UnreadableException if there is another one
   */
  static Fields of(MultiMap given, Set<String> several, Set<String> once) {
    var seen = new HashSet<String>();
    for (var entry : given.entries()) {
      var name = entry.getKey();
      if (!once.contains(name) && !several.contains(name)) {
        throw new UnreadableException(printable(name), "unknown");
      }
      if (!seen.add(name) && !several.contains(name)) {
        throw new UnreadableException(name, ONCE);
      }
    }
    return new Fields(given);
  }

  /** What it says, without blanks around it; empty: nothing. */
  Optional<String> text(String name) {
    return Optional.ofNullable(given.get(name)).map(String::strip).filter(text -> !text.isEmpty());
  }

  /**
   * What it says.
   *
   * @param expected for what is refused: a key of {@link Texts} behind "expected."
   */
  <T> Optional<T> read(String name, Function<String, Optional<T>> parser, String expected) {
    return text(name)
        .map(text -> parser.apply(text).orElseThrow(() -> new UnreadableException(name, expected)));
  }

  /** All of this name. */
  <T> List<T> several(String name, Function<String, Optional<T>> parser, String expected) {
    return given.getAll(name).stream()
        .map(
            text ->
                parser
                    .apply(text.strip())
                    .orElseThrow(() -> new UnreadableException(name, expected)))
        .toList();
  }

  /** Whether it is marked: as a browser sends it, or not at all. */
  boolean isMarked(String name) {
    return read(name, text -> Optional.of(text).filter("1"::equals), "marked").isPresent();
  }

  /** A whole number; without it the other. */
  long number(String name, long other) {
    return read(name, Fields::number, "number").orElse(other);
  }

  private static Optional<Long> number(String text) {
    return text.matches("[0-9]{1,15}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
  }

  private static String printable(String name) {
    var plain = name.replaceAll("[^\\x21-\\x7e]", "_");
    return plain.length() <= NAME_MAX ? plain : plain.substring(0, NAME_MAX);
  }
}
