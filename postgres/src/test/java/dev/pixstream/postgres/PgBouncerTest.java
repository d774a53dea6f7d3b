package dev.pixstream.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.StreamRules;
import dev.pixstream.postgres.link.DatabaseUnfitException;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.postgres.link.StoreLimits;
import dev.pixstream.testkit.Lane;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** PgBouncer before PostgreSQL, where the machine has one: Debian's package pgbouncer. */
@ExtendWith(PostgresExtension.class)
final class PgBouncerTest {
  private static final LaneId LANE = LaneId.of("32074986");

  @TempDir private Path directory;

  @Test
  @Tag("store.7")
  void one_that_shares_sessions_out_is_refused_at_the_start(TestDatabase database)
      throws IOException {
    try (var bouncer = start(database, "transaction")) {
      var vertx = Vertx.vertx();
      var refused = assertThrows(DatabaseUnfitException.class, () -> open(vertx, bouncer.url()));
      assertTrue(refused.toString().contains("pool_mode = session"), refused::toString);
      Lane.await(vertx.close().toCompletionStage());
    }
  }

  @Test
  @Tag("store.7")
  void one_that_gives_each_connection_its_session_works(TestDatabase database) throws IOException {
    try (var bouncer = start(database, "session")) {
      var vertx = Vertx.vertx();
      var store = open(vertx, bouncer.url());
      assertEquals(List.of(), Lane.await(store.coordinator().due(10)));
      assertEquals(0, Lane.await(store.coordinator().expire(LANE)).streams());
      Lane.await(store.close());
      Lane.await(vertx.close().toCompletionStage());
    }
  }

  private static PgStore open(Vertx vertx, String url) {
    return PgStore.open(vertx, DatabaseUrl.parse(url), StreamRules.DEFAULT, StoreLimits.DEFAULT);
  }

  private record Bouncer(Process process, String url) implements AutoCloseable {
    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }

  private Bouncer start(TestDatabase database, String mode) throws IOException {
    var program =
        Stream.of("/usr/sbin/pgbouncer", "/usr/bin/pgbouncer")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(program.isPresent(), "SKIPPED: there is no PgBouncer on this machine");
    var to = URI.create(database.url());
    var user = to.getUserInfo().split(":", 2);
    int port = freePort();
    var users = directory.resolve("users.txt");
    Files.writeString(users, "\"%s\" \"%s\"%n".formatted(user[0], user[1]));
    var settings = directory.resolve("pgbouncer.ini");
    Files.writeString(
        settings,
        String.join(
            "\n",
            "[databases]",
            "* = host=127.0.0.1 port=" + to.getPort(),
            "[pgbouncer]",
            "listen_addr = 127.0.0.1",
            "listen_port = " + port,
            "unix_socket_dir =",
            "auth_type = trust",
            "auth_file = " + users,
            "pool_mode = " + mode,
            "default_pool_size = 40",
            "ignore_startup_parameters = extra_float_digits",
            ""));
    var line = new ArrayList<>(List.of(program.get().toString()));
    if (System.getProperty("user.name").equals("root")) {
      // It does not run as root.
      readable(directory, users, settings);
      line.addAll(List.of("-u", "nobody"));
    }
    line.add(settings.toString());
    var log = directory.resolve("pgbouncer.log").toFile();
    var process = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log).start();
    var bouncer =
        new Bouncer(
            process,
            "postgresql://%s@127.0.0.1:%d%s".formatted(to.getUserInfo(), port, to.getPath()));
    awaitListening(bouncer, port, log.toPath());
    return bouncer;
  }

  private static void awaitListening(Bouncer bouncer, int port, Path log) throws IOException {
    while (bouncer.process().isAlive()) {
      try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException notYet) {
        Thread.onSpinWait();
      }
    }
    bouncer.close();
    throw new IOException(Files.readString(log));
  }

  private static void readable(Path... files) {
    for (var file : files) {
      assertTrue(
          file.toFile().setReadable(true, false) && file.toFile().setExecutable(true, false));
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
