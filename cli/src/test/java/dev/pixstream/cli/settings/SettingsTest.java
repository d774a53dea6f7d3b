package dev.pixstream.cli.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.cli.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reference page, and settings that come from files. */
class SettingsTest {
  @TempDir private Path directory;

  @Test
  @Tag("telemetry.4")
  void the_page_of_all_settings_is_up_to_date() throws IOException {
    var page = Run.of(directory, "settings").out();
    assertEquals(
        page,
        Files.readString(Path.of("../docs/configuration.md")),
        "run: ./pixstream settings > docs/configuration.md");
  }

  @Test
  void the_page_does_not_depend_on_what_is_configured() {
    var environment = Map.of("PIXSTREAM_PORT", "9999", "PIXSTREAM_LEASE", "7s");
    assertEquals(
        Run.of(directory, "settings").out(), Run.of(environment, directory, "settings").out());
  }

  @Test
  @Tag("telemetry.4")
  void every_number_and_time_of_a_server_tells_its_bounds() {
    var all = Run.of(directory, "settings").out();
    var page = all.substring(all.indexOf("## pixstream serve"), all.indexOf("## pixstream seed"));
    assertTrue(page.contains("`--lease`"), page);
    var unbounded =
        page.lines()
            .filter(line -> line.contains("| `TIME` |") || line.contains("| `N` |"))
            .filter(line -> !line.matches(".*([0-9]+\\S* to [0-9]+|at most|or more|unbounded).*"))
            .toList();
    assertEquals(List.of(), unbounded);
  }

  @Test
  @Tag("telemetry.4")
  void a_value_may_come_from_a_file_that_the_environment_names() throws IOException {
    var secret = directory.resolve("url");
    Files.writeString(secret, "http://127.0.0.9:1\n");
    var environment = Map.of("PIXSTREAM_URL_FILE", secret.toString());
    var run = Run.of(environment, directory, "seed", "12345678", "1");
    assertEquals(1, run.status());
    assertTrue(run.err().contains("http://127.0.0.9:1"), run.err());
  }

  @Test
  @Tag("telemetry.4")
  void a_secret_file_that_is_missing_or_empty_is_named_and_its_content_is_not() throws IOException {
    var missing = Run.of(Map.of("PIXSTREAM_URL_FILE", "/nowhere"), directory, "dlq", "list");
    assertEquals(2, missing.status());
    assertTrue(missing.err().contains("PIXSTREAM_URL_FILE"), missing.err());
    assertEquals(1, missing.errLines().size(), missing.err());
    var wrong = directory.resolve("wrong");
    Files.writeString(wrong, "mysql://root:geheim@x/y");
    var environment = Map.of("PIXSTREAM_DATABASE_URL_FILE", wrong.toString());
    var run = Run.of(environment, directory, "serve");
    assertEquals(2, run.status());
    assertTrue(run.err().contains("PIXSTREAM_DATABASE_URL_FILE"), run.err());
    assertFalse(run.err().contains("geheim"), run.err());
  }

  @Test
  void an_option_that_names_a_file_keeps_its_variable() throws IOException {
    var secret = directory.resolve("secret");
    Files.writeString(secret, "0123456789abcdef");
    var environment =
        Map.of(
            "PIXSTREAM_WEBHOOK_SECRET_FILE", secret.toString(),
            "PIXSTREAM_PROCESSOR", "webhook",
            "PIXSTREAM_WEBHOOK_URL", "http://127.0.0.1:1/",
            "PIXSTREAM_DATABASE_URL", "postgresql://pix:pix@127.0.0.1:1/bank");
    var run = Run.of(environment, directory, "serve", "--port", "0");
    // Both at once would be refused before the database is asked.
    assertEquals(1, run.status());
    assertTrue(run.err().contains("127.0.0.1:1/bank"), run.err());
  }

  @Test
  void the_password_of_the_database_may_come_from_a_file() {
    var run =
        Run.of(
            directory,
            "serve --port 0 --database-url postgresql://pix@127.0.0.1:1/bank"
                .concat(" --database-password-file /nowhere")
                .split(" ", -1));
    assertEquals(2, run.status());
    assertTrue(run.err().contains("--database-password-file: can't read /nowhere"), run.err());
  }

  @Test
  @Tag("telemetry.5")
  void a_file_of_another_system_is_read_and_one_in_utf_16_is_refused_by_its_name()
      throws IOException {
    var file = directory.resolve("pixstream.properties");
    Files.writeString(file, "\uFEFFurl=http://127.0.0.9:1\r\nlease=7s\r\n");
    var run = Run.of(directory, "seed", "12345678", "1");
    assertEquals(1, run.status(), run.err());
    assertTrue(run.err().contains("http://127.0.0.9:1"), run.err());
    Files.writeString(file, "\uFEFFurl=http://127.0.0.9:1", StandardCharsets.UTF_16LE);
    var wide = Run.of(directory, "seed", "12345678", "1");
    assertEquals(2, wide.status());
    assertTrue(wide.err().contains("pixstream.properties is UTF-16: save it as UTF-8"), wide.err());
  }

  @Test
  @Tag("telemetry.5")
  void a_secret_file_may_begin_with_a_byte_order_mark() throws IOException {
    var secret = directory.resolve("url");
    Files.writeString(secret, "\uFEFFhttp://127.0.0.9:1\r\n");
    var environment = Map.of("PIXSTREAM_URL_FILE", secret.toString());
    var run = Run.of(environment, directory, "seed", "12345678", "1");
    assertTrue(run.err().contains("http://127.0.0.9:1"), run.err());
  }

  @Test
  @Tag("access.15")
  void a_key_and_its_line_go_to_files_of_their_owner_alone() throws IOException {
    var key = directory.resolve("bank.key");
    var keys = directory.resolve("keys");
    var args = List.of("--role", "collector", "--output", key, "--add-to", keys);
    var line = Stream.concat(Stream.of("key", "12345678"), args.stream().map(Object::toString));
    var words = line.toArray(String[]::new);
    var run = Run.of(directory, words);
    assertEquals(0, run.status(), run.err());
    assertEquals("", run.out() + run.err());
    for (var file : List.of(key, keys)) {
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }
    assertTrue(Files.readString(keys).startsWith("12345678 collector sha256:"));
    var again = Run.of(directory, words);
    assertEquals(1, again.status());
    assertTrue(again.err().contains("bank.key is there already"), again.err());
    assertEquals(1, Files.readAllLines(keys).size());
  }

  @Test
  @Tag("telemetry.7")
  void an_argument_that_could_not_be_decoded_is_refused() {
    var run = Run.of(directory, "dlq", "discard", "--reason", "pago \uFFFD\uFFFD m\uFFFDo");
    assertEquals(2, run.status());
    assertTrue(run.err().contains("argument 4 has characters that can't be read"), run.err());
  }
}
