package dev.pixstream.cli.library;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.pixstream.client.PixPublisher;
import dev.pixstream.core.model.Ispb;
import dev.pixstream.core.pix.MessageGenerator;
import dev.pixstream.core.store.StreamRules;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.server.dialect.json.PixMessageJson;
import dev.pixstream.server.node.PixStreamServer;
import dev.pixstream.server.node.ServerOptions;
import dev.pixstream.testkit.TestDatabase;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Two nodes on one database, and what it says of their lanes. */
final class Servers implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration WAIT = Duration.ofMillis(500);

  private final TestDatabase database;
  private final PixStreamServer first;
  private final PixStreamServer second;
  private final MessageGenerator generator =
      new MessageGenerator(new SplittableRandom(), InstantSource.system());
  private final PixMessageJson json = new PixMessageJson();

  Servers(TestDatabase database) {
    this.database = database;
    var rules =
        new StreamRules(
            WAIT,
            StreamRules.DEFAULT.lease(),
            StreamRules.DEFAULT.grace(),
            StreamRules.STREAMS_MAX);
    var options = ServerOptions.DEFAULT.withRules(rules);
    this.first = PixStreamServer.start(options, DatabaseUrl.parse(database.url()));
    this.second = PixStreamServer.start(options, DatabaseUrl.parse(database.url()));
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + first.port());
  }

  URI otherUri() {
    return URI.create("http://127.0.0.1:" + second.port());
  }

  void stopFirst() {
    first.close();
  }

  /** Moves the store's clock on, for all lanes. */
  void advance(Duration time) {
    database.setClockAhead(time);
  }

  List<String> messages(String ispb, int number) {
    return Stream.generate(() -> new String(json.write(generator.next(new Ispb(ispb))), UTF_8))
        .limit(number)
        .toList();
  }

  /** Stores new messages and returns them, in order. */
  List<String> store(String ispb, int number) throws InterruptedException {
    var messages = new ArrayList<>(messages(ispb, number));
    try (var publisher = new PixPublisher(uri(), PATIENCE)) {
      for (int from = 0; from < number; from += PixPublisher.STORE_MAX) {
        publisher.store(
            ispb, messages.subList(from, Math.min(number, from + PixPublisher.STORE_MAX)));
      }
    }
    return messages;
  }

  int openStreams(String ispb) {
    return count("stream WHERE ended_at IS NULL", ispb);
  }

  /** How many streams had a batch. */
  int servedStreams(String ispb) {
    return one("SELECT count(DISTINCT stream_id) FROM pixstream.batch WHERE ispb = '" + ispb + "'");
  }

  int leased(String ispb) {
    return count("batch WHERE state = 'leased'", ispb);
  }

  int stored(String ispb) {
    return count("message WHERE TRUE", ispb);
  }

  int confirmed(String ispb) {
    return sum("state = 'confirmed'", ispb);
  }

  /**
   * Nothing of it is left: no stream, no lease, and as many messages are confirmed as are stored.
   */
  void assertDrained(String ispb) {
    assertEquals(0, openStreams(ispb), "open streams");
    assertEquals(0, leased(ispb), "running attempts");
    assertEquals(stored(ispb), confirmed(ispb), "confirmed messages");
    assertEquals(List.of(), database.violations());
  }

  /** Looks until something holds. Each look is a round trip, so that this is no busy loop. */
  void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      database.query("SELECT 1");
      if (System.nanoTime() > deadline) {
        fail("not so after " + PATIENCE);
      }
    }
  }

  private int sum(String where, String ispb) {
    return one(
        "SELECT coalesce(sum(to_seq - from_seq), 0) FROM pixstream.batch WHERE "
            + where
            + " AND ispb = '"
            + ispb
            + "'");
  }

  private int count(String what, String ispb) {
    return one("SELECT count(*) FROM pixstream." + what + " AND ispb = '" + ispb + "'");
  }

  private int one(String sql) {
    return Integer.parseInt(database.query(sql).getFirst());
  }

  @Override
  public void close() {
    first.close();
    second.close();
  }
}
