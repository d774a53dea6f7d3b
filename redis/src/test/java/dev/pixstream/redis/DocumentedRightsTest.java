package dev.pixstream.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The commands that docs/redis.md asks for are those that are sent, and no others. */
final class DocumentedRightsTest {
  private static final Pattern ASKED = Pattern.compile(" \\+([a-z]+)");
  private static final Pattern SENT =
      Pattern.compile("Command\\.([A-Z]+)|redis\\.call\\('([A-Z]+)'");

  @Test
  @Tag("errors.10")
  void they_are_those_that_are_sent() throws IOException {
    var asked = new TreeSet<String>();
    for (var line : Files.readAllLines(Path.of("..", "docs", "redis.md"))) {
      if (line.startsWith("ACL SETUSER pixstream ")) {
        ASKED.matcher(line).results().forEach(found -> asked.add(found.group(1)));
      }
    }

    assertEquals(sent(), asked);
  }

  private static Set<String> sent() throws IOException {
    var sent = new TreeSet<String>();
    try (var files = Files.walk(Path.of("src", "main"))) {
      for (var file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        SENT.matcher(Files.readString(file))
            .results()
            .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
            .forEach(name -> sent.add(name.toLowerCase(Locale.ROOT)));
      }
    }
    // Everybody may.
    sent.remove("auth");
    return sent;
  }
}
