package dev.pixstream.embedded;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.function.Executable;

/** What a person reads when something is refused. */
final class Failures {

  private Failures() {}

  static String messageOf(Executable refused) {
    return String.valueOf(assertThrows(EmbeddedDatabaseException.class, refused).getMessage());
  }

  static String messageOfStart(Path directory) {
    return messageOf(() -> EmbeddedDatabase.start(directory).close());
  }
}
