package dev.pixstream.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that ends though nobody asked it to. */
final class WatchTest {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);

  @TempDir Path directory;

  @Test
  @Tag("errors.8")
  void a_killed_postgresql_is_started_again_where_it_was_with_its_data() throws Exception {
    try (var database = EmbeddedDatabase.start(directory)) {
      var url = database.url();
      long first = database.pid();
      Sql.on(database).execute("CREATE TABLE kept AS SELECT 1 AS n");

      kill(first);

      until(() -> database.pid() != first);
      assertEquals(url, database.url());
      assertEquals("1", Sql.on(database).value("SELECT n FROM kept"));
    }
  }

  @Test
  @Tag("errors.8")
  void a_postgresql_that_does_not_start_again_is_given_up_with_its_reason() throws Exception {
    try (var database = EmbeddedDatabase.start(directory)) {
      Files.delete(Cluster.pathIn(directory).resolve("global").resolve("pg_control"));

      kill(database.pid());

      var why = database.loss().toCompletableFuture().get(120, TimeUnit.SECONDS);
      assertTrue(why.contains("does not start again"), why);
      assertTrue(why.contains("pg_control"), why);
    }
  }

  @Test
  @Tag("errors.8")
  void a_killed_redis_is_started_again_where_it_was() {
    try (var redis = EmbeddedRedis.start()) {
      var loss = redis.watch().toCompletableFuture();
      long first = redis.pid();

      kill(first);

      until(() -> redis.pid() != first);
      assertNotEquals(first, redis.pid());
      assertTrue(!loss.isDone());
    }
  }

  private static void kill(long pid) {
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
  }

  private static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "not so in time");
      Pause.shortly();
    }
  }
}
