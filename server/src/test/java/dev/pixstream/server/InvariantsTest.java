package dev.pixstream.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * INVARIANTS.md numbers the promises, and tests name those that they enforce by
 * {@code @Tag("delivery.2")}: no promise is without a test, and no tag without a promise. Who
 * enforces what is written to target/promises.txt.
 */
final class InvariantsTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern PROMISE =
      Pattern.compile("^- \\*\\*([a-z-]+\\.\\d+)\\*\\* ", Pattern.MULTILINE);
  private static final Pattern TAGGED =
      Pattern.compile("((?:@Tag\\(\"[^\"]+\"\\)\\s+)+)(?:[a-z]+ )*(?:void|class) ([A-Za-z]\\w*)");
  private static final Pattern TAG = Pattern.compile("@Tag\\(\"([^\"]+)\"\\)");

  @Test
  void each_promise_is_enforced_and_each_tag_is_of_a_promise() throws IOException {
    var promises = promises();
    var enforced = enforced();

    Files.write(
        Path.of("target", "promises.txt"),
        enforced.entrySet().stream()
            .map(one -> one.getKey() + " " + String.join(" ", one.getValue()))
            .toList());
    assertEquals(promises, enforced.keySet());
    assertTrue(promises.size() > 100, "they are " + promises.size());
  }

  @Test
  void each_class_of_contract_tests_enforces_a_promise() throws IOException {
    var tagless =
        classes().entrySet().stream()
            .filter(test -> test.getValue().contains("@ContractTest"))
            .filter(test -> test.getKey().endsWith("Test"))
            .filter(test -> !test.getKey().equals("InvariantsTest"))
            .filter(test -> !test.getValue().contains("@Tag("))
            .map(Map.Entry::getKey)
            .toList();

    assertEquals(List.of(), tagless);
  }

  private static Set<String> promises() throws IOException {
    var numbers =
        PROMISE
            .matcher(Files.readString(ROOT.resolve("INVARIANTS.md")))
            .results()
            .map(promise -> promise.group(1))
            .toList();
    var promises = new TreeSet<>(numbers);
    assertEquals(List.copyOf(promises), numbers.stream().sorted().toList(), "each stands once");
    return promises;
  }

  /** The tests of each promise. */
  private static Map<String, Set<String>> enforced() throws IOException {
    Map<String, Set<String>> tests = new TreeMap<>();
    classes()
        .forEach(
            (name, source) ->
                TAGGED
                    .matcher(source)
                    .results()
                    .forEach(
                        tagged ->
                            tags(tagged)
                                .forEach(
                                    promise ->
                                        tests
                                            .computeIfAbsent(promise, none -> new TreeSet<>())
                                            .add(name + "." + tagged.group(2)))));
    return tests;
  }

  private static Stream<String> tags(MatchResult tagged) {
    return TAG.matcher(tagged.group(1)).results().map(tag -> tag.group(1));
  }

  /** Source by the name of the class. */
  private static Map<String, String> classes() throws IOException {
    try (var modules = Files.list(ROOT)) {
      return modules
          .map(module -> module.resolve("src"))
          .filter(Files::isDirectory)
          .flatMap(InvariantsTest::files)
          .filter(file -> file.toString().matches(".*(Test|Contract)\\.java"))
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replace(".java", ""),
                  InvariantsTest::read,
                  (one, other) -> one + other));
    }
  }

  private static Stream<Path> files(Path folder) {
    try (var found = Files.walk(folder)) {
      return found.toList().stream();
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
