package dev.pixstream.junit;

import dev.pixstream.core.store.StreamRules;
import dev.pixstream.embedded.DatabaseOptions;
import dev.pixstream.embedded.EmbeddedDatabase;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.server.node.PixStreamServer;
import dev.pixstream.server.node.ServerOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server of all tests of a JVM, with its database. Closed by JUnit at the end of the run. */
final class SharedServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SharedServer.class);
  private static final int WAIT_MS = 500;
  private static final int LEASE_MS = 5_000;
  private static final int GRACE_MS = 1_000;

  private final EmbeddedDatabase database;
  private final PixStreamServer server;
  private final AtomicInteger lanes = new AtomicInteger();
  private final CompletableFuture<String> loss;

  private SharedServer(EmbeddedDatabase database, PixStreamServer server) {
    this.database = database;
    this.server = server;
    this.loss = database.loss().toCompletableFuture();
    var _ =
        loss.thenAccept(why -> LOG.error("{}; tests that ask for a lane from now on fail", why));
  }

  EmbeddedDatabase database() {
    return database;
  }

  static SharedServer start(ExtensionContext test) {
    var rules =
        new StreamRules(
            time(test, "wait-ms", WAIT_MS),
            time(test, "lease-ms", LEASE_MS),
            time(test, "grace-ms", GRACE_MS),
            StreamRules.STREAMS_MAX);
    // Nobody needs the data after a crash of the machine.
    var database = EmbeddedDatabase.temporary(DatabaseOptions.defaults().withoutFsync());
    try {
      var options = ServerOptions.DEFAULT.withRules(rules).withFaults(true);
      return new SharedServer(
          database, PixStreamServer.start(options, DatabaseUrl.parse(database.url())));
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private static Duration time(ExtensionContext test, String name, int orElseMs) {
    return Duration.ofMillis(
        test.getConfigurationParameter("pixstream." + name, Integer::valueOf).orElse(orElseMs));
  }

  /**
   * A new one.
   *
   * @throws IllegalStateException if the database has ended and was given up
   */
  PixLane lane() {
    if (loss.isDone()) {
      throw new IllegalStateException(loss.join());
    }
    return new PixLane(
        URI.create("http://127.0.0.1:" + server.port()),
        String.format(Locale.ROOT, "%08d", lanes.incrementAndGet()));
  }

  @Override
  public void close() {
    server.close();
    database.close();
  }
}
