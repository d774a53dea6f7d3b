package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.embedded.DatabaseOptions;
import dev.pixstream.embedded.EmbeddedDatabase;
import dev.pixstream.testkit.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;

/** A primary, and a standby that follows it by streaming. */
final class ReplicatedDatabase implements AutoCloseable {
  private static final DatabaseOptions FAST = DatabaseOptions.defaults().withoutFsync();

  private final EmbeddedDatabase primary;
  private final EmbeddedDatabase standby;
  private final TestDatabase inPrimary;
  private final TestDatabase inStandby;

  ReplicatedDatabase(Path directory) throws IOException, InterruptedException, SQLException {
    var one = directory.resolve("one");
    var two = directory.resolve("two");
    try (var first = EmbeddedDatabase.start(one, FAST);
        var inside = TestDatabase.at(first.superuserUrl())) {
      inside.execute(
          "COPY (SELECT 'host replication all 127.0.0.1/32 scram-sha-256') TO PROGRAM 'cat >>pg_hba.conf'");
      inside.execute("COPY (SELECT '') TO PROGRAM 'cat >standby.signal'");
    }
    var copying = new ProcessBuilder("cp", "-a", one.toString(), two.toString()).inheritIO();
    assertEquals(0, copying.start().waitFor());
    Files.delete(one.resolve("postgresql/standby.signal"));
    this.primary = EmbeddedDatabase.start(one, FAST);
    this.inPrimary = TestDatabase.at(primary.superuserUrl());
    var account = URI.create(primary.superuserUrl()).getUserInfo().split(":", 2);
    Files.writeString(
        two.resolve("postgresql/postgresql.auto.conf"),
        "primary_conninfo = 'host=127.0.0.1 port=%d user=%s password=%s'\n"
            .formatted(primaryPort(), account[0], account[1]),
        StandardOpenOption.APPEND);
    this.standby = EmbeddedDatabase.start(two, FAST);
    this.inStandby = TestDatabase.at(standby.superuserUrl());
  }

  /** Both hosts, the standby first. */
  String url() {
    return at("127.0.0.1:%d,127.0.0.1:%d".formatted(standbyPort(), primaryPort()));
  }

  /** With these hosts instead. */
  String at(String hosts) {
    return primary.url().replace("127.0.0.1:" + primaryPort(), hosts);
  }

  int primaryPort() {
    return port(primary);
  }

  int standbyPort() {
    return port(standby);
  }

  TestDatabase inStandby() {
    return inStandby;
  }

  /** Connections of nodes to the primary. */
  List<String> connectionsToPrimary() {
    return inPrimary.query(
        "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'pixstream%'");
  }

  /** Returns when the standby has all that the primary has now. */
  void awaitReplayed() {
    var now = inPrimary.query("SELECT pg_current_wal_insert_lsn()").getFirst();
    var replayed = "SELECT pg_last_wal_replay_lsn() >= '%s'".formatted(now);
    Until.holds(() -> inStandby.query(replayed).equals(List.of("t")));
  }

  void killPrimary() {
    ProcessHandle.of(primary.pid()).orElseThrow().destroyForcibly();
    // Before it is started again.
    primary.close();
  }

  /** The primary takes no writes any more, while its connections stay open. */
  void demotePrimary() {
    inPrimary.execute("ALTER SYSTEM SET default_transaction_read_only = on");
    inPrimary.execute("SELECT pg_reload_conf()");
    Until.holds(() -> inPrimary.query("SHOW transaction_read_only").equals(List.of("on")));
  }

  void promoteStandby() {
    assertEquals(List.of("t"), inStandby.query("SELECT pg_promote()"));
  }

  private static int port(EmbeddedDatabase database) {
    return URI.create(database.url()).getPort();
  }

  @Override
  public void close() throws SQLException {
    inPrimary.close();
    inStandby.close();
    standby.close();
    primary.close();
  }
}
