package dev.pixstream.benchmark.suite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class MainTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          start nonsense      | nonsense
          start tiny nonsense | nonsense
          start tiny tiny     | tiny
          start Tiny          | Tiny
          all nonsense        | nonsense
          nonsense            | nonsense
          nonsense tiny       | nonsense
          tiny                | tiny
          ''                  | Name what
          start nonsense tiny | nonsense
          """)
  void arguments_that_are_not_known_are_refused_and_nothing_is_started(String line, String told)
      throws Exception {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var arguments = line.isEmpty() ? new String[0] : line.split(" ", -1);
    int status =
        Main.run(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), arguments);
    assertEquals(2, status);
    assertEquals("", out.toString(UTF_8));
    var lines = err.toString(UTF_8).lines().toList();
    assertTrue(lines.getFirst().contains(told), lines.getFirst());
    assertTrue(lines.getLast().startsWith("usage: benchmark/run speed | "), lines.getLast());
  }
}
