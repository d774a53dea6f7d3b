package dev.pixstream.postgres.link;

import java.util.function.Supplier;

/**
 * What one of several requests came to that a call answers together. One that can't be read spoils
 * none of the others, whose effects are committed.
 */
public sealed interface Answer<T> {
  /** It was read. */
  record Told<T>(T value) implements Answer<T> {}

  /** It took effect, if it did, and can't be read. */
  record Unreadable<T>(RuntimeException why) implements Answer<T> {}

  static <T> Answer<T> of(Supplier<T> reader) {
    try {
      return new Told<>(reader.get());
    } catch (RuntimeException e) {
      return new Unreadable<>(e);
    }
  }

  /** The value of one that was asked alone. */
  default T value() {
    return switch (this) {
      case Told<T>(var value) -> value;
      case Unreadable<T>(var why) -> throw why;
    };
  }
}
