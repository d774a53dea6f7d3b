package dev.pixstream.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.postgres.schema.Migrations;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The files of SQL, and the page about them. */
@ExtendWith(PostgresExtension.class)
class SqlPageTest {
  private static final Path PAGE = Path.of("../docs/architecture/sql.md");

  /** The page explains them, and leaves them out of who calls whom. */
  private static final Set<String> COMMON =
      Set.of(
          "lock_lane",
          "lock_lanes",
          "lock_queue",
          "lock_queue_key",
          "new_token",
          "open_stream",
          "present_epoch",
          "recover",
          "tail",
          "waiting");

  /** How a function shows in its body that it takes a lock itself. */
  private static final Map<String, Pattern> LOCKS =
      new TreeMap<>(
          Map.of(
              "1 cleaning", Pattern.compile("1886613621"),
              "2 appends", Pattern.compile("1886613622"),
              "2 lanes", Pattern.compile("lock_lane\\(|lock_lanes\\(\\w+\\)"),
              "3 `intact`", Pattern.compile("LOCK TABLE pixstream.intact"),
              "4 queues", Pattern.compile("lock_queue\\(")));

  /** What only people and tests call. */
  private static final List<String> BY_HAND =
      List.of("partition_violations", "processing_violations", "restored");

  /** Made by versioned migrations, before all others. */
  private static final List<String> FIRST = List.of("incarnation", "ledger_balance", "store_time");

  /** The file that makes neither a function nor a view. */
  private static final String INDEXES = "sample_indexes";

  private final SqlFiles files = new SqlFiles();

  @Test
  void each_file_is_named_for_what_it_makes_and_tells_its_locks(TestDatabase database) {
    Migrations.run(DatabaseUrl.parse(database.url()));
    var made =
        database.query(
            "SELECT p.proname FROM pg_proc p WHERE p.pronamespace = 'pixstream'::regnamespace"
                + " UNION ALL SELECT c.relname FROM pg_class c WHERE c.relkind = 'v'"
                + " AND c.relnamespace = 'pixstream'::regnamespace");
    var expected = Stream.concat(files.all().keySet().stream(), FIRST.stream());
    assertEquals(
        expected.filter(name -> !name.equals(INDEXES)).sorted().toList(),
        made.stream().sorted().toList());
    files
        .all()
        .forEach(
            (name, text) -> {
              assertTrue(text.startsWith("-- " + name + ": "), name);
              assertTrue(text.contains("\n-- locks  "), name);
            });
  }

  /** Migrations make them unchecked, in whatever order. */
  @Test
  void the_body_of_every_function_is_checked(TestDatabase database) {
    Migrations.run(DatabaseUrl.parse(database.url()));
    database.execute(
        """
        DO $$
        DECLARE
            v_definition text;
        BEGIN
            FOR v_definition IN
                SELECT pg_get_functiondef(p.oid) FROM pg_proc p
                WHERE p.pronamespace = 'pixstream'::regnamespace
            LOOP
                EXECUTE v_definition;
            END LOOP;
        END
        $$
        """);
  }

  @Test
  void the_page_tells_who_calls_whom_and_who_takes_which_lock() throws IOException {
    var page = Files.readString(PAGE);
    assertEquals(callers(), made(page, "callers"), "put what is expected into " + PAGE);
    assertEquals(locks(), made(page, "locks"), "put what is expected into " + PAGE);
    assertTrue(page.lines().count() <= 80, "80 lines at most");
    for (var name : COMMON) {
      assertTrue(page.contains("`" + name + "`"), name);
    }
  }

  /** The table behind this mark. */
  private static String made(String page, String what) {
    var mark = "<!-- " + what + ", held by SqlPageTest -->\n";
    return page.substring(page.indexOf(mark) + mark.length())
        .lines()
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  private String callers() {
    var rows = new StringBuilder("| class | calls, and what those call in turn |\n|---|---|\n");
    files
        .callers()
        .forEach(
            (caller, called) ->
                rows.append("| `%s` | %s |\n".formatted(caller, withCallees(called))));
    return rows.append("| by hand | %s |\n".formatted(withCallees(BY_HAND))).toString();
  }

  private String withCallees(Collection<String> names) {
    return names.stream()
        .filter(name -> !COMMON.contains(name))
        .map(
            name -> {
              var callees = withCallees(files.callees(name));
              return callees.isEmpty() ? name : name + " (" + callees + ")";
            })
        .collect(Collectors.joining(", "));
  }

  private String locks() {
    var entrances = new TreeSet<>(BY_HAND);
    files.callers().values().forEach(entrances::addAll);
    entrances.removeAll(COMMON);
    var rows = new StringBuilder("| lock | taken by |\n|---|---|\n");
    LOCKS.forEach(
        (lock, shows) -> rows.append("| %s | %s |\n".formatted(lock, takers(entrances, shows))));
    return rows.toString();
  }

  private String takers(Set<String> entrances, Pattern shows) {
    return entrances.stream()
        .filter(name -> files.reached(name).stream().anyMatch(each -> takes(each, shows)))
        .collect(Collectors.joining(", "));
  }

  private boolean takes(String name, Pattern shows) {
    return !name.startsWith("lock_") && shows.matcher(files.body(name)).find();
  }
}
