package dev.pixstream.cli.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What SIGTERM leaves behind of a collector. */
@ExtendWith(PostgresExtension.class)
@Timeout(60)
class ShutdownTest {

  private static final String LANE = "00000000";
  private static final int COLLECTORS = 3;

  private Servers servers;

  @BeforeEach
  void start(TestDatabase database) {
    servers = new Servers(database);
  }

  @AfterEach
  void stop() {
    servers.close();
  }

  private Process collector(boolean closeAtShutdown) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            CollectorMain.class.getName(),
            servers.uri().toString(),
            LANE,
            Integer.toString(COLLECTORS),
            Boolean.toString(closeAtShutdown))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** SIGTERM; closing its stdin would end it otherwise. */
  private static int terminate(Process process) throws InterruptedException {
    process.toHandle().destroy();
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    return process.exitValue();
  }

  private static int handled(Process process, int messages) throws IOException {
    int handled = 0;
    while (handled < messages) {
      handled += Integer.parseInt(process.inputReader().readLine());
    }
    return handled;
  }

  @Test
  @Tag("client.5")
  void sigterm_closes_the_streams_of_collectors_that_wait() throws Exception {
    servers.store(LANE, 45);
    var process = collector(true);
    try {
      assertEquals(45, handled(process, 45));
      // All know their ids: a start that is given up while its answer is on its way costs a lease.
      while (servers.servedStreams(LANE) < COLLECTORS) {
        servers.store(LANE, 10);
        assertEquals(10, handled(process, 10));
      }
      assertEquals(143, terminate(process));
    } finally {
      process.destroyForcibly();
    }
    servers.assertDrained(LANE);
  }

  @Test
  @Tag("client.5")
  void sigterm_in_the_middle_leaves_nothing_leased_and_nothing_handled_unconfirmed()
      throws Exception {
    servers.store(LANE, 20_000);
    var process = collector(true);
    int handled = 0;
    try {
      handled += handled(process, 500);
      assertEquals(143, terminate(process));
      handled += process.inputReader().lines().mapToInt(Integer::parseInt).sum();
    } finally {
      process.destroyForcibly();
    }
    assertTrue(handled < 20_000, "it was in the middle");
    assertEquals(0, servers.openStreams(LANE));
    assertEquals(0, servers.leased(LANE));
    assertEquals(handled, servers.confirmed(LANE));
  }

  @Test
  @Tag("client.5")
  void it_can_be_turned_off() throws Exception {
    var process = collector(false);
    try {
      servers.until(() -> servers.openStreams(LANE) == COLLECTORS);
      servers.store(LANE, 45);
      handled(process, 45);
      assertEquals(143, terminate(process));
    } finally {
      process.destroyForcibly();
    }
    assertEquals(COLLECTORS, servers.openStreams(LANE));
  }
}
