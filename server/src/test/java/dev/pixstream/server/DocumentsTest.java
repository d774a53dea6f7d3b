package dev.pixstream.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What documents say of other files: links lead somewhere, and indexes are complete. */
final class DocumentsTest {
  private static final Path ROOT = Path.of("..");
  private static final Path DECISIONS = ROOT.resolve("docs/decisions");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");
  private static final Pattern ENTRY =
      Pattern.compile("^- (\\d{3}) \\[(.+)]\\((.+)\\)$", Pattern.MULTILINE);
  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "<dependency>(?:\\s|<!--.*?-->)*<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)<",
          Pattern.DOTALL);

  @Test
  void each_link_of_a_document_leads_to_a_file() {
    var broken =
        files(".md")
            .flatMap(
                document ->
                    LINK.matcher(read(document))
                        .results()
                        .map(link -> link.group(1))
                        .filter(link -> !Files.exists(document.resolveSibling(link)))
                        .map(link -> document + ": " + link))
            .toList();

    assertEquals(List.of(), broken);
  }

  @Test
  void the_index_of_decisions_has_each_record_with_its_number_and_title() throws IOException {
    var index = ENTRY.matcher(read(DECISIONS.resolve("README.md"))).results();
    try (var records = Files.list(DECISIONS)) {
      assertEquals(
          records
              .filter(record -> !record.endsWith("README.md"))
              .sorted()
              .map(DocumentsTest::entry)
              .toList(),
          index.map(MatchResult::group).toList());
    }
  }

  @Test
  void each_dependency_has_a_reason() {
    var reasons = read(DECISIONS.resolve("030-dependencies.md"));
    var without =
        files("pom.xml")
            .flatMap(pom -> DEPENDENCY.matcher(read(pom)).results())
            .filter(dependency -> !dependency.group(1).equals("dev.pixstream"))
            .map(dependency -> dependency.group(2))
            .distinct()
            .filter(artifact -> !reasons.contains("`" + artifact + "`"))
            .toList();

    assertEquals(List.of(), without);
  }

  private static String entry(Path record) {
    var name = record.getFileName().toString();
    var title = read(record).lines().findFirst().orElseThrow().replaceFirst("^# ", "");
    return "- " + name.substring(0, 3) + " [" + title + "](" + name + ")";
  }

  /** Files of the source tree whose names end so. */
  private static Stream<Path> files(String end) {
    try (var found = Files.walk(ROOT)) {
      return found
          .filter(file -> file.toString().endsWith(end))
          .filter(file -> !file.toString().matches(".*/(target|\\.git)/.*"))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
