package dev.pixstream.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The functions and views of the schema, each in its file, and who calls them. */
public final class SqlFiles {
  private static final Path SQL = Path.of("src/main/resources/dev/pixstream/postgres/migration");
  private static final Path JAVA = Path.of("src/main/java");
  private static final Pattern NAMED = Pattern.compile("pixstream\\.([a-z_]+)");

  /** By name. */
  private final Map<String, String> files = new TreeMap<>();

  public SqlFiles() {
    for (var file : under(SQL, "R__")) {
      var name = file.getFileName().toString();
      files.put(name.substring("R__".length(), name.length() - ".sql".length()), read(file));
    }
  }

  public Map<String, String> all() {
    return files;
  }

  /** What a function names in its body. */
  Set<String> callees(String name) {
    var callees = named(body(name));
    callees.remove(name);
    return callees;
  }

  /** Without its comments. */
  public String body(String name) {
    return files.getOrDefault(name, "").replaceAll("--.*", "");
  }

  /** All that a call of this function may come to, itself among them. */
  Set<String> reached(String name) {
    var reached = new TreeSet<String>();
    var left = new ArrayList<>(List.of(name));
    while (!left.isEmpty()) {
      var next = left.removeLast();
      if (reached.add(next)) {
        left.addAll(callees(next));
      }
    }
    return reached;
  }

  /** What each class of this module calls. */
  Map<String, Set<String>> callers() {
    var callers = new TreeMap<String, Set<String>>();
    for (var file : under(JAVA, "")) {
      var code = read(file).replaceAll("(?s)/\\*.*?\\*/|//[^\n]*|import [^\n]*", "");
      var called = named(code);
      if (!called.isEmpty()) {
        callers.put(file.getFileName().toString().replace(".java", ""), called);
      }
    }
    return callers;
  }

  private Set<String> named(String text) {
    var names = new TreeSet<String>();
    var found = NAMED.matcher(text);
    while (found.find()) {
      if (files.containsKey(found.group(1))) {
        names.add(found.group(1));
      }
    }
    return names;
  }

  private static List<Path> under(Path folder, String prefix) {
    try (var files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .sorted()
          .toList();
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
