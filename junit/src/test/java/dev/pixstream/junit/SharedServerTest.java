package dev.pixstream.junit;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The database of all tests is killed, and does not start again. */
final class SharedServerTest {
  private Optional<ExtensionContext> here = Optional.empty();

  @RegisterExtension final BeforeEachCallback context = test -> here = Optional.of(test);

  @Test
  @Tag("errors.8")
  void a_test_that_comes_after_the_loss_of_the_database_is_told_why() throws Exception {
    try (var server = SharedServer.start(here.orElseThrow())) {
      server.lane().close();
      var database = server.database();
      Files.delete(database.directory().resolve("postgresql/global/pg_control"));
      ProcessHandle.of(database.pid()).orElseThrow().destroyForcibly();
      database.loss().toCompletableFuture().get(120, TimeUnit.SECONDS);

      var failure = assertThrows(IllegalStateException.class, server::lane);

      var why = String.valueOf(failure.getMessage());
      assertTrue(why.contains("ended and does not start again"), why);
    }
  }
}
