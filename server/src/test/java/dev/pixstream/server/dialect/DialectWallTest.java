package dev.pixstream.server.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What belongs to one dialect is named in its package alone. */
class DialectWallTest {
  private static final List<String> OF_JSON =
      List.of(
          "\"Pull-Next",
          "Redelivered",
          "multipart/json",
          "pagador",
          "recebedor",
          "\\\"valor",
          "\\\"cpfCnpj",
          "/stream/start");

  @Test
  void headers_and_members_of_the_json_dialect_are_named_nowhere_else() throws IOException {
    assertEquals(List.of(), foreign(Path.of("src/main/java"), "dialect/json"));
    for (var module : List.of("core", "postgres", "redis")) {
      assertEquals(List.of(), foreign(Path.of("..", module, "src/main/java"), "core/pix"));
    }
  }

  private static List<String> foreign(Path sources, String own) throws IOException {
    try (var files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.toString().replace('\\', '/').contains(own + "/"))
          .flatMap(DialectWallTest::literals)
          .toList();
    }
  }

  /** Comments may speak of a dialect; strings may not. */
  private static Stream<String> literals(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.contains("\"") && !line.strip().startsWith("*"))
          .filter(line -> OF_JSON.stream().anyMatch(line::contains))
          .map(line -> file.getFileName() + ": " + line.strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
