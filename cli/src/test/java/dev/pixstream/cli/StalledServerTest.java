package dev.pixstream.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.testkit.Stalling;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each command ends, and tells why, at a server that never brings an answer to its end. */
@Timeout(90)
class StalledServerTest {
  private static final String ISPB = "12345678";
  private static final String ID = "E1234567820260102030401234567890";

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

  @ParameterizedTest
  @EnumSource
  @Tag("access.18")
  void a_command_of_an_administrator_ends_in_one_line(Stalling.How how) {
    var lines =
        List.of(
            "verify",
            "dlq list",
            "dlq show " + ID + " --ispb " + ISPB,
            "dlq replay " + ID + " --ispb " + ISPB,
            "dlq discard " + ID + " --ispb " + ISPB + " --reason test",
            "fault add delay --delay 1s",
            "fault add delay --delay 1s --replace",
            "fault list",
            "fault clear",
            "fault clear 1");
    // All ask in the same way; how a server stalls is tried with some.
    for (var line : how == Stalling.How.HEAD_ALONE ? lines : lines.subList(0, 2)) {
      var run = run(how, line + " --timeout 1s --url ");

      assertEquals(line.equals("verify") ? 2 : 1, run.status(), line + run.err());
      assertEquals(1, run.errLines().size(), line + run.err());
      assertTrue(run.err().contains("did not answer"), line + run.err());
    }
  }

  @Test
  @Tag("access.18")
  void storing_ends_in_one_line() {
    var run = run(Stalling.How.HEAD_ALONE, "seed " + ISPB + " 1 --url ");

    assertEquals(1, run.status(), run.err());
    assertEquals(1, run.errLines().size(), run.err());
    assertEquals("", run.out());
  }

  @Test
  @Tag("access.18")
  void collecting_ends_with_one_line_and_its_summary() {
    var run =
        run(Stalling.How.HEAD_ALONE, "collect " + ISPB + " --collectors 1 --timeout 1s --url ");

    assertEquals(1, run.status(), run.err());
    assertEquals(1, run.errLines().stream().filter(line -> line.startsWith("messages=0 ")).count());
    assertEquals(
        1, run.errLines().stream().filter(line -> line.startsWith("pixstream")).count(), run.err());
  }

  private Run run(Stalling.How how, String command) {
    try (var stalling = new Stalling(how)) {
      return Run.of(directory, (command + stalling.uri()).split(" ", -1));
    }
  }
}
