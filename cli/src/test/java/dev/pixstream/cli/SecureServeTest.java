package dev.pixstream.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A server that asks who comes, and the commands that say it. */
@Timeout(120)
@ExtendWith(PostgresExtension.class)
class SecureServeTest {
  private static final String ISPB = "12345678";

  @TempDir private Path directory;

  private final TestDatabase database;

  SecureServeTest(TestDatabase database) {
    this.database = database;
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  private Run with(String url, List<String> access, String... command) {
    var line = new ArrayList<>(List.of(command));
    line.addAll(List.of("--url", url, "--ca", file("certs/ca.pem")));
    line.addAll(access);
    return Run.of(directory, line.toArray(String[]::new));
  }

  private List<String> certificate(String name) {
    return List.of(
        "--cert", file("certs/" + name + ".pem"), "--key", file("certs/" + name + ".key"));
  }

  @Test
  @Tag("access.15")
  void certificates_and_keys_that_the_command_makes_come_in() throws IOException {
    assertEquals(0, Run.of(directory, "certs", file("certs"), ISPB, "87654321").status());
    var key = Run.of(directory, "key", ISPB, "--role", "collector");
    assertEquals(0, key.status(), key.err());
    Files.writeString(directory.resolve("keys"), key.err());
    Files.writeString(directory.resolve("key"), key.out());
    try (var server =
        Child.start(
            directory,
            "serve",
            "--port=0",
            "--database-url=" + database.url(),
            "--wait=500ms",
            "--tls-cert=" + file("certs/server.pem"),
            "--tls-key=" + file("certs/server.key"),
            "--client-ca=" + file("certs/ca.pem"),
            "--client-admins=admin",
            "--api-keys=" + file("keys"))) {
      var url = server.line().replaceFirst(".* serves (https://\\S+) .*", "$1");

      var seeded = with(url, certificate("admin"), "seed", ISPB, "30");
      assertEquals(0, seeded.status(), seeded.err());
      var one = with(url, certificate(ISPB), "collect", ISPB, "--max", "10");
      assertEquals(0, one.status(), one.err());
      var other = with(url, List.of("--api-key-file", file("key")), "collect", ISPB, "--max", "20");
      assertEquals(0, other.status(), other.err());
      assertEquals(0, with(url, certificate("admin"), "dlq", "list").status());
      assertEquals(0, with(url, certificate("admin"), "verify").status());

      refused("403", with(url, certificate("87654321"), "collect", ISPB));
      refused("403", with(url, certificate(ISPB), "seed", ISPB, "1"));
      refused("401", with(url, List.of(), "collect", ISPB));
      refused("401", with(url, List.of(), "dlq", "list"));
      refused(2, "403", with(url, certificate(ISPB), "verify"));
      refused(2, "401", with(url, List.of(), "verify"));
    }
  }

  private static void refused(String status, Run run) {
    refused(1, status, run);
  }

  private static void refused(int exit, String status, Run run) {
    assertEquals(exit, run.status(), run.err());
    assertTrue(run.err().contains(status), run.err());
  }

  @Test
  @Tag("access.15")
  void made_keys_are_for_their_owner_alone_and_nothing_is_overwritten() throws IOException {
    assertEquals(0, Run.of(directory, "certs", file("certs"), ISPB).status());

    for (var name : List.of("server.key", "admin.key", ISPB + ".key")) {
      var permissions = Files.getPosixFilePermissions(directory.resolve("certs/" + name));
      assertEquals("rw-------", PosixFilePermissions.toString(permissions), name);
    }
    var again = Run.of(directory, "certs", file("certs"));
    assertEquals(1, again.status());
    assertTrue(again.err().contains("there already"), again.err());
  }

  @Test
  @Tag("telemetry.5")
  void certificates_and_keys_that_begin_with_a_byte_order_mark_are_read() throws IOException {
    assertEquals(0, Run.of(directory, "certs", file("certs"), ISPB).status());
    for (var name : List.of("ca.pem", ISPB + ".pem", ISPB + ".key")) {
      var path = directory.resolve("certs/" + name);
      Files.writeString(path, "\uFEFF" + Files.readString(path));
    }
    // Nobody listens there: all files are read before that is noticed.
    refused("can't reach", with("https://127.0.0.1:1", certificate(ISPB), "dlq", "list"));
  }
}
