package dev.pixstream.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class MigrationsTest {
  private static final int NODES = 4;

  @Test
  void several_nodes_may_start_at_once_on_an_empty_database(TestDatabase database)
      throws Exception {
    var url = DatabaseUrl.parse(database.url());
    try (var nodes = Executors.newFixedThreadPool(NODES)) {
      var starts = new ArrayList<Callable<Boolean>>();
      for (int i = 0; i < NODES; i++) {
        starts.add(
            () -> {
              Migrations.run(url);
              return true;
            });
      }
      for (var start : nodes.invokeAll(starts)) {
        assertTrue(start.get());
      }
    }
    assertEquals(List.of(), database.violations());
  }

  @Test
  void a_database_that_is_not_there_is_named_without_the_password() {
    var url = DatabaseUrl.parse("postgresql://somebody:s3cret@127.0.0.1:1/nowhere");
    var failure = assertThrows(IllegalStateException.class, () -> Migrations.run(url));
    assertTrue(String.valueOf(failure.getMessage()).contains("postgresql://127.0.0.1:1/nowhere"));
    assertTrue(!String.valueOf(failure.getMessage()).contains("s3cret"));
  }
}
