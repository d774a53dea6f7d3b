package dev.pixstream.server.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that change while they are looked at. */
final class ReloadedTest {
  @TempDir private Path directory = Path.of("");

  private final List<List<String>> told = new ArrayList<>();

  @BeforeEach
  void twoLines() throws IOException {
    write("first\nsecond\n");
  }

  private void write(String text) throws IOException {
    Files.writeString(file(), text);
  }

  private Path file() {
    return directory.resolve("file");
  }

  private Reloaded<List<String>> reloaded() {
    return new Reloaded<>(
        "lines",
        List.of(file()),
        () -> {
          var lines = SecurityFiles.lines(file());
          if (lines.contains("wrong")) {
            throw new InvalidSecurityException(file(), "wrong");
          }
          return lines;
        },
        told::add);
  }

  @Test
  @Tag("access.14")
  void a_change_is_read_once_two_queries_agree() throws IOException {
    var lines = reloaded();
    write("first\n");

    lines.look();
    assertEquals(List.of("first", "second"), lines.get(), "it may be half written");
    write("first\nsecond\nthird\n");
    lines.look();
    assertEquals(List.of("first", "second"), lines.get(), "it was written since");
    lines.look();
    lines.look();

    assertEquals(List.of("first", "second", "third"), lines.get());
    assertEquals(List.of(lines.get()), told, "each change is told once");
  }

  @Test
  @Tag("access.14")
  void a_file_changed_during_a_read_is_read_again() throws IOException {
    var lines = new Reloaded<>("lines", List.of(file()), this::readAndAppend, told::add);
    write("changed\n");

    lines.look();
    lines.look();
    lines.look();

    assertEquals(List.of(), told, "each reading changed it");
  }

  private List<String> readAndAppend() {
    var read = SecurityFiles.lines(file());
    try {
      write(String.join("\n", read) + "\none more\n");
    } catch (IOException e) {
      throw new InvalidSecurityException(file(), "not written");
    }
    return read;
  }

  @Test
  @Tag("access.14")
  void a_file_without_anything_in_it_takes_nothing_away() throws IOException {
    var lines = reloaded();
    write("");
    lines.look();
    lines.look();
    assertEquals(List.of("first", "second"), lines.get());

    write("# nobody\n");
    lines.look();
    lines.look();

    assertEquals(List.of("# nobody"), lines.get());
    write("");
    assertThrows(InvalidSecurityException.class, this::reloaded);
  }

  @Test
  @Tag("access.14")
  void what_is_wrong_changes_nothing_and_is_tried_again() throws IOException {
    var lines = reloaded();
    write("wrong\n");
    lines.look();
    lines.look();
    lines.look();
    assertEquals(List.of("first", "second"), lines.get());

    write("right\n");
    lines.look();
    lines.look();

    assertEquals(List.of("right"), lines.get());
  }
}
