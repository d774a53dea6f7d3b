package dev.pixstream.server.console;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is made when it is asked for first, once. */
final class Lazy<T> {
  private final Supplier<T> making;
  private volatile @Nullable T value;

  Lazy(Supplier<T> making) {
    this.making = making;
  }

  T get() {
    var made = value;
    if (made == null) {
      synchronized (this) {
        made = value;
        if (made == null) {
          made = making.get();
          value = made;
        }
      }
    }
    return made;
  }
}
