package dev.pixstream.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.cli.settings.CommandContext;
import dev.pixstream.cli.settings.Settings;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Each option that is a time has a largest value, works with it, and takes no larger one. */
@ExtendWith(PostgresExtension.class)
@Timeout(90)
class DurationOptionsTest {
  private static final Pattern NUMBER_AND_UNIT = Pattern.compile("([0-9]+)([a-z]+)");
  private static final Pattern ADDRESS = Pattern.compile("serves (\\S+) ");
  private static final String NOBODY = "http://127.0.0.1:1";

  /** "command option largest": one that is missing here, or too many, is found. */
  private static final List<String> LARGEST =
      List.of(
          "serve --wait 8s",
          "serve --lease 1h",
          "serve --grace 1h",
          "serve --retention 36500d",
          "serve --worker-visibility 1h",
          "serve --retry-first 1h",
          "serve --retry-max 24h",
          "serve --webhook-timeout 300s",
          "serve --head-timeout 1h",
          "serve --body-timeout 1h",
          "serve --idle-timeout 1h",
          "serve --write-timeout 1h",
          "serve --database-timeout 1m",
          "serve --stop-delay 5m",
          "serve --stop-within 1h",
          "serve --icom-wait 8s",
          "verify --timeout 1h",
          "collect --timeout 1h",
          "dlq-list --timeout 1h",
          "dlq-show --timeout 1h",
          "dlq-replay --timeout 1h",
          "dlq-discard --timeout 1h",
          "fault-list --timeout 1h",
          "fault-clear --timeout 1h",
          "fault-add --timeout 1h",
          "bench --linger 24h",
          "bench --warmup 24h",
          "bench --duration 24h",
          "bench --settle 24h",
          "check --wait 1h",
          "check --lease 1h",
          "check --patience 1h",
          "certs --valid 36500d",
          "fault-add --delay 60s",
          "fault-add --delay-max 60s",
          "fault-add --retry-after 300s",
          "fault-add --after 60s");

  /** Without a server most fail with 1. */
  private static final Map<String, Integer> STATUSES = Map.of("certs", 0, "verify", 2);

  private static final String LETTER = "E320749862024022119277T3lEBbUM0z --ispb 12345678";

  /** What a command needs besides. */
  private static final Map<String, String> NEEDED =
      Map.ofEntries(
          Map.entry("verify", "verify --url " + NOBODY),
          Map.entry("collect", "collect 12345678 --url " + NOBODY),
          Map.entry("dlq-list", "dlq list --url " + NOBODY),
          Map.entry("dlq-show", "dlq show " + LETTER + " --url " + NOBODY),
          Map.entry("dlq-replay", "dlq replay " + LETTER + " --url " + NOBODY),
          Map.entry("dlq-discard", "dlq discard " + LETTER + " --reason test --url " + NOBODY),
          Map.entry("fault-list", "fault list --url " + NOBODY),
          Map.entry("fault-clear", "fault clear --url " + NOBODY),
          Map.entry("fault-add", "fault add delay --url " + NOBODY),
          Map.entry("bench", "bench --rate 1 " + NOBODY),
          Map.entry("check", "check " + NOBODY),
          Map.entry("certs", "certs"),
          Map.entry(
              "serve",
              "serve --port 0 --processor webhook --webhook-secret 0123456789abcdef --webhook-url "
                  + NOBODY));

  @TempDir private Path directory;

  record Largest(String command, String option, String value) {
    /** The next larger one in the same unit. */
    String beyond() {
      var parts = NUMBER_AND_UNIT.matcher(value);
      assertTrue(parts.matches());
      return (Long.parseLong(parts.group(1)) + 1) + parts.group(2);
    }
  }

  static Stream<Largest> all() {
    return LARGEST.stream()
        .map(line -> line.split(" ", -1))
        .map(words -> new Largest(words[0], words[1], words[2]));
  }

  @Test
  @Tag("between.5")
  void none_is_forgotten_here() {
    var around = CommandContext.ofProcess();
    var nowhere = new PrintWriter(Writer.nullWriter(), true);
    var quiet = new CommandContext(around.environment(), directory, nowhere, nowhere);
    Set<String> found = new TreeSet<>();
    find(PixStream.command(new Settings(quiet.environment()), quiet), "", found);

    assertEquals(new TreeSet<>(all().map(one -> one.command + " " + one.option).toList()), found);
  }

  private static void find(CommandLine command, String path, Set<String> found) {
    for (var option : command.getCommandSpec().options()) {
      var type =
          option.typeInfo().getClassName() + option.typeInfo().getActualGenericTypeArguments();
      boolean named = option.paramLabel().equals("TIME") && !type.contains("Instant");
      if (named || type.contains("Duration")) {
        found.add(path + " " + option.longestName());
      }
    }
    command
        .getSubcommands()
        .forEach((name, sub) -> find(sub, path.isEmpty() ? name : path + "-" + name, found));
  }

  @ParameterizedTest
  @MethodSource("all")
  @Tag("between.5")
  void a_larger_one_is_refused_by_name(Largest largest, TestDatabase database) {
    var run = run(largest.command, database, List.of(largest.option, largest.beyond()));

    assertEquals(2, run.status(), run.err());
    assertEquals(1, run.errLines().size(), run.err());
    assertTrue(run.err().contains(largest.option), run.err());
  }

  @Test
  @Tag("between.5")
  void a_node_with_the_largest_of_all_stores_and_delivers(TestDatabase database) throws Exception {
    var args = new ArrayList<>(words("serve", database));
    all().filter(one -> one.command.equals("serve")).forEach(one -> add(one, args));
    args.addAll(List.of("--faults", "on", "--generator", "on"));
    try (var node = Child.start(directory, args.toArray(String[]::new))) {
      try {
        var line = ADDRESS.matcher(node.line());
        assertTrue(line.find());
        var url = line.group(1);
        works("seed", "12345678", "3", "--url", url);
        assertTrue(works("collect", "12345678", "--max", "3", "--url", url).err().contains("=3 "));
        ordersTheLongestFaults(url);
        works(
            ("check " + url + " --only bad-ispb --wait 1h --lease 1h --patience 1h")
                .split(" ", -1));
      } finally {
        node.kill();
      }
    }
  }

  private void ordersTheLongestFaults(String url) {
    for (var fault :
        List.of(
            "delay --delay 60s --delay-max 60s",
            "throttled --retry-after 300s",
            "ended-lease --after 60s")) {
      works(("fault add --ispb 00000009 --url " + url + " " + fault).split(" ", -1));
    }
  }

  @Test
  @Tag("between.5")
  void commands_take_their_largest(TestDatabase database) {
    Map<String, List<String>> commands = new TreeMap<>();
    all()
        .filter(one -> !one.command.equals("serve") && !one.command.equals("fault-add"))
        .forEach(one -> add(one, commands.computeIfAbsent(one.command, name -> new ArrayList<>())));
    commands.forEach(
        (command, times) -> {
          var run = run(command, database, times);
          assertEquals(STATUSES.getOrDefault(command, 1), run.status(), command + run.err());
        });
  }

  private static void add(Largest one, List<String> args) {
    args.addAll(List.of(one.option, one.value));
  }

  private Run works(String... args) {
    var run = Run.of(directory, args);
    assertEquals(0, run.status(), run.err() + run.out());
    return run;
  }

  private Run run(String command, TestDatabase database, List<String> times) {
    var args = new ArrayList<>(words(command, database));
    args.addAll(times);
    return Run.of(directory, args.toArray(String[]::new));
  }

  private List<String> words(String command, TestDatabase database) {
    var words = Stream.of(String.valueOf(NEEDED.get(command)).split(" ", -1));
    var more =
        switch (command) {
          case "serve" -> Stream.of("--database-url", database.url());
          case "certs" -> Stream.of(directory.resolve("made").toString());
          default -> Stream.<String>empty();
        };
    return Stream.concat(words, more).toList();
  }
}
