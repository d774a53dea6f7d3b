package dev.pixstream.postgres.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.pixstream.postgres.SqlFiles;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which kinds of plans a function must not get. */
@ExtendWith(PostgresExtension.class)
class PlanSettingsTest {
  private static final String WITH =
      "SELECT p.proname FROM pg_proc p WHERE p.pronamespace = 'pixstream'::regnamespace"
          + " AND p.proconfig @> '{%s}' ORDER BY p.proname";

  private final SqlFiles files = new SqlFiles();

  @Test
  void a_function_has_the_planner_settings_that_its_file_names(TestDatabase database) {
    Migrations.run(DatabaseUrl.parse(database.url()));

    var loops = naming("${index_loops}").toList();
    var all = Stream.concat(loops.stream(), naming("${index_scans}")).sorted().toList();

    assertFalse(loops.isEmpty());
    assertEquals(loops, database.query(WITH.formatted("enable_hashjoin=off,enable_mergejoin=off")));
    assertEquals(all, database.query(WITH.formatted("enable_seqscan=off,enable_bitmapscan=off")));
  }

  @Test
  void no_file_has_planner_settings_of_its_own() {
    assertEquals(List.of(), naming("SET enable_").toList());
    assertEquals(List.of(), naming("SET plan_cache_mode").toList());
  }

  private Stream<String> naming(String text) {
    return files.all().keySet().stream().filter(name -> files.body(name).contains(text));
  }
}
