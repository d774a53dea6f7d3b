package dev.pixstream.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where options come from. Each server is one that refuses, so that its address is told. */
class OptionsTest {

  private static final String ON_LINE = "http://127.0.0.1:1";
  private static final String IN_ENVIRONMENT = "http://127.0.0.2:1";
  private static final String IN_FILE = "http://127.0.0.3:1";

  @TempDir private Path directory;

  private void file(String name, String content) throws IOException {
    Files.writeString(directory.resolve(name), content);
  }

  private static void tells(String address, Run run) {
    assertEquals(1, run.status());
    assertEquals(1, run.errLines().size(), run.err());
    assertTrue(run.err().contains(address), run.err());
  }

  @Test
  void the_command_line_beats_the_environment_and_that_beats_the_file() throws IOException {
    file("pixstream.properties", "url = " + IN_FILE);
    var environment = Map.of("PIXSTREAM_URL", IN_ENVIRONMENT);
    tells(ON_LINE, Run.of(environment, directory, "seed", "12345678", "1", "--url", ON_LINE));
    tells(IN_ENVIRONMENT, Run.of(environment, directory, "seed", "12345678", "1"));
    tells(IN_FILE, Run.of(directory, "seed", "12345678", "1"));
  }

  @Test
  void another_file_can_be_named_by_option_or_environment() throws IOException {
    file("pixstream.properties", "url=" + ON_LINE);
    file("other.properties", "url=" + IN_FILE);
    tells(IN_FILE, Run.of(directory, "--config", "other.properties", "seed", "12345678", "1"));
    tells(IN_FILE, Run.of(directory, "seed", "12345678", "1", "--config=other.properties"));
    var environment = Map.of("PIXSTREAM_CONFIG", "other.properties");
    tells(IN_FILE, Run.of(environment, directory, "seed", "12345678", "1"));
  }

  @Test
  void an_unknown_key_in_the_file_is_named() throws IOException {
    file("pixstream.properties", "port=8080\nprot=1\n");
    var run = Run.of(directory, "seed", "12345678", "1");
    assertEquals(2, run.status());
    assertTrue(run.err().contains("unknown key 'prot'"), run.err());
    assertEquals(1, run.errLines().size());
  }

  @Test
  void options_of_other_commands_may_be_in_the_file() throws IOException {
    file("pixstream.properties", "port=8080\nlease=10s\ncollectors=2\nurl=" + IN_FILE);
    tells(IN_FILE, Run.of(directory, "seed", "12345678", "1"));
  }

  @Test
  void a_wrong_value_says_where_it_is_set() throws IOException {
    var inEnvironment = Run.of(Map.of("PIXSTREAM_PORT", "abc"), directory, "serve");
    assertEquals(2, inEnvironment.status());
    assertTrue(inEnvironment.err().contains("PIXSTREAM_PORT"), inEnvironment.err());
    file("pixstream.properties", "streams-max=many");
    var inFile = Run.of(directory, "serve");
    assertTrue(inFile.err().contains("streams-max in pixstream.properties"), inFile.err());
  }
}
