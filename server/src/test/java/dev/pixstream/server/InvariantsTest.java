package dev.pixstream.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** INVARIANTS.md names tests; each of them exists, and each contract test is named. */
final class InvariantsTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern NAMED = Pattern.compile("`([A-Z][A-Za-z]+)\\.([a-z][a-z0-9_]+)`");

  @Test
  void each_test_that_is_named_exists() throws IOException {
    var tests = classes();

    var missing =
        named().stream()
            .filter(
                test ->
                    !tests.getOrDefault(test.group(1), "").contains("void " + test.group(2) + "("))
            .map(MatchResult::group)
            .toList();

    assertEquals(List.of(), missing);
    assertTrue(named().size() > 100);
  }

  @Test
  void each_class_of_contract_tests_is_named() throws IOException {
    var named = named().stream().map(test -> test.group(1)).collect(Collectors.toSet());

    var unnamed =
        classes().entrySet().stream()
            .filter(test -> test.getValue().contains("@ContractTest"))
            .map(Map.Entry::getKey)
            .filter(test -> test.endsWith("Test") && !test.equals("InvariantsTest"))
            .filter(test -> !named.contains(test))
            .toList();

    assertEquals(List.of(), unnamed);
  }

  private static List<MatchResult> named() throws IOException {
    return NAMED.matcher(Files.readString(ROOT.resolve("INVARIANTS.md"))).results().toList();
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
