package dev.pixstream.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.testkit.Stalling;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Measuring and checking a server that never brings an answer to its end ends all the same. */
@Timeout(90)
class StalledServerTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource
  @Tag("access.10")
  void a_measurement_fails_in_one_line(Stalling.How how) {
    var run = run(how, "bench --rate 100 --lanes 1 --warmup 0s --duration 1s --settle 1s ");

    assertEquals(1, run.status(), run.out());
    assertTrue(run.err().contains("the server stored nothing"), run.err());
  }

  @ParameterizedTest
  @EnumSource
  @Tag("access.10")
  void a_check_fails(Stalling.How how) {
    var run = run(how, "check --wait 1s --patience 0s --only bad-ispb,wake ");

    assertEquals(1, run.status(), run.out());
    assertTrue(run.out().contains("FAIL"), run.out());
  }

  private Run run(Stalling.How how, String command) {
    try (var stalling = new Stalling(how)) {
      return Run.of(directory, (command + stalling.uri()).split(" ", -1));
    }
  }
}
