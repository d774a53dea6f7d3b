package dev.pixstream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.testkit.TestDatabase;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The launcher and all behind it on machines of other languages, under the locale C, where
 * arguments and names of files are ASCII to a JVM that is not told otherwise.
 */
@Timeout(300)
class LanguagesTest {
  private static final String ISPB = "12345678";
  private static final String LETTERS = "87654321";
  private static final String ID = "E1234567820260101000000000000001";

  /** In a file of UTF-8, as a shell gives it: this JVM may not be able to write such arguments. */
  private static final String COMMANDS =
      """
      "$1" collect 12345678 --url "$2" --output março.jsonl --max 3 >/dev/null
      wc -l <março.jsonl
      stat -c %a março.jsonl
      "$1" dlq discard --url "$2" --ispb 87654321 E1234567820260101000000000000001 --reason 'pago à mão'
      """;

  @TempDir private Path directory;

  private final HttpClient http = HttpClient.newHttpClient();

  /** The launcher as in a package, whose only jar names what is on the class path here. */
  @BeforeEach
  void unpack() throws IOException {
    var lib = Files.createDirectories(directory.resolve("package/lib"));
    var launcher = directory.resolve("package/pixstream");
    Files.copy(Path.of("../pixstream"), launcher);
    assertTrue(launcher.toFile().setExecutable(true));
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    var classes =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(entry -> Path.of(entry).toUri().toString())
            .collect(Collectors.joining(" "));
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classes);
    new JarOutputStream(Files.newOutputStream(lib.resolve("pixstream-cli-0.jar")), manifest)
        .close();
    Files.writeString(directory.resolve("commands"), COMMANDS);
  }

  private Process start(String language, String... line) throws IOException {
    var builder = new ProcessBuilder(line).directory(directory.toFile());
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder
        .environment()
        .put(
            "PIXSTREAM_JAVA_OPTS",
            "-XX:TieredStopAtLevel=1 -Duser.timezone=Asia/Kathmandu -Duser.language="
                + language.substring(0, 2)
                + " -Duser.country="
                + language.substring(3));
    return builder.redirectError(directory.resolve("err").toFile()).start();
  }

  private String err() throws IOException {
    return Files.readString(directory.resolve("err"));
  }

  private String get(String url) throws IOException, InterruptedException {
    var response =
        http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    assertEquals(200, response.statusCode(), url);
    assertFalse(
        response.body().codePoints().anyMatch(c -> c > 127 && Character.isDigit(c)),
        response::body);
    return response.body();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "fa-IR", "tr-TR"})
  @Tag("telemetry.7")
  void all_works_and_nothing_is_garbled(String language) throws Exception {
    var launcher = directory.resolve("package/pixstream").toString();
    var server = start(language, launcher, "serve", "--port=0", "--data=data");
    try {
      var line = String.valueOf(server.inputReader(UTF_8).readLine());
      assertTrue(
          line.matches(".* serves http://127\\.0\\.0\\.1:[0-9]+ .*"), () -> line + failure());
      var url = line.replaceFirst(".* serves (\\S+) .*", "$1");
      assertEquals(0, Run.of(directory, "seed", ISPB, "3", "--url", url).status());
      assertEquals(0, Run.of(directory, "verify", "--url", url).status());
      deadLetters();

      var commands = start(language, "bash", "-e", "commands", launcher, url);
      var out = new String(commands.getInputStream().readAllBytes(), UTF_8);
      assertEquals(List.of("3", "600", "discarded " + ID), out.lines().toList(), err());
      assertEquals(0, commands.waitFor());
      var shown = Run.of(directory, "dlq", "show", "--url", url, "--ispb", LETTERS, ID);
      assertTrue(shown.out().contains("; pago à mão\n"), shown.out());

      var letters = url + "/api/admin/dead-letters?limit=1";
      var next = new JsonObject(get(letters)).getString("next");
      assertTrue(get(letters + "&after=" + next).contains("endToEndId"), next);
      assertTrue(get(url + "/metrics").contains("pixstream_"));
      assertTrue(get(url + "/console/lanes/" + ISPB).contains(ISPB));
    } finally {
      server.destroy();
      server.waitFor();
    }
  }

  private String failure() {
    try {
      return err();
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Rows as a worker leaves them. */
  private void deadLetters() throws Exception {
    var cluster = directory.resolve("data/postgresql");
    var url =
        "postgresql://pixstream_server:"
            + Files.readString(cluster.resolve("pixstream_server.password"))
            + "@127.0.0.1:"
            + Files.readString(cluster.resolve("pixstream.port"))
            + "/pixstream";
    try (var database = TestDatabase.at(url)) {
      database.execute(
          """
          INSERT INTO pixstream.message
          SELECT '87654321', n, 'E123456782026010100000000000000' || n, '2026-01-01Z', convert_to('{}', 'UTF8')
          FROM generate_series(1, 3) n;
          INSERT INTO pixstream.failure
          SELECT m.ispb, m.seq, m.end_to_end_id, 'dead', 8, m.stored_at, NULL, 'Boom', 'wrong', m.stored_at,
                 m.stored_at + m.seq * interval '1 s', NULL
          FROM pixstream.message m WHERE m.ispb = '87654321'
          """);
    }
  }
}
