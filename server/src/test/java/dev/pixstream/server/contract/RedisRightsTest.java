package dev.pixstream.server.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.embedded.EmbeddedRedis;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.redis.link.RedisUrl;
import dev.pixstream.server.OpenApiCheck;
import dev.pixstream.server.node.PixStreamServer;
import dev.pixstream.server.node.ServerOptions;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A node with exactly the rights in Redis that docs/redis.md names, and with fewer. */
@ExtendWith({OpenApiExtension.class, PostgresExtension.class})
final class RedisRightsTest {
  private static final String ACCOUNT = "ACL SETUSER pixstream ";

  private final EmbeddedRedis redis =
      EmbeddedRedis.start("--user", "admin", "on", ">secret", "~*", "&*", "+@all");

  @AfterEach
  void stop() {
    redis.close();
  }

  @Test
  @Tag("errors.10")
  void the_documented_rights_are_enough(TestDatabase database, OpenApiCheck check)
      throws IOException {
    giveRights();
    try (var node = start(database, check)) {
      Essentials.pass(node, "12345678");
    }
  }

  @Test
  @Tag("errors.10")
  void a_right_that_is_taken_is_unavailable_and_no_mistake_of_the_server(
      TestDatabase database, OpenApiCheck check) throws IOException {
    giveRights();
    try (var node = start(database, check)) {
      var lane = new Lane(node, "12345678");
      lane.store(1, 1);
      for (var taken : List.of("-evalsha -eval", "-hset", "-time", "resetkeys")) {
        tell(ACCOUNT + taken);

        var refused = lane.startOne();
        refused.assertProblem(503, "unavailable");
        assertTrue(refused.body().contains("rights"), refused::body);
        giveRights();
      }
      tell(ACCOUNT + "-set");
      var ready = node.get("/health/ready");
      assertEquals(503, ready.status());
      assertTrue(ready.body().contains("rights"), ready::body);
      tell(ACCOUNT + "resetchannels");
      var stored = lane.post(Messages.message(lane.ispb(), 2));
      assertTrue(stored.status() == 201 || stored.status() == 503, stored::body);
      giveRights();

      Until.holds(() -> node.get("/health/ready").status() == 200);
      Essentials.pass(node, "87654321");
    }
  }

  private Node start(TestDatabase database, OpenApiCheck check) {
    var url = RedisUrl.parse(redis.url().replace("://", "://pixstream:choose-one@"));
    return new Node(
        PixStreamServer.start(
            ServerOptions.DEFAULT, DatabaseUrl.parse(database.url()), Optional.of(url)),
        check);
  }

  private void giveRights() throws IOException {
    for (var line : Files.readAllLines(Path.of("..", "docs", "redis.md"))) {
      if (line.startsWith(ACCOUNT)) {
        tell(line);
      }
    }
  }

  private void tell(String line) throws IOException {
    try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), redis.port())) {
      var lines = "AUTH admin secret\r\n" + line + "\r\n";
      socket.getOutputStream().write(lines.getBytes(UTF_8));
      var answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      assertEquals("+OK", answers.readLine());
      assertEquals("+OK", answers.readLine(), line);
    }
  }
}
