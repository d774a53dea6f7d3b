package dev.pixstream.server.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A database full of confirmed messages of one lane, and what became of them. */
record Processing(TestDatabase database, Ledger ledger) {
  static final String LANE = "70000001";
  static final int MESSAGES = 10_000;
  private static final Duration BOUND = Duration.ofSeconds(60);

  /** What the ledger lacks, has besides, or has otherwise than it was stored. */
  private static final String WRONG =
      "SELECT count(*) FROM (SELECT end_to_end_id, convert_from(payload, 'UTF8')::jsonb AS body"
          + " FROM pixstream.message) m FULL JOIN pixstream.ledger_entry e USING (end_to_end_id)"
          + " WHERE m.body IS NULL OR e.amount IS NULL"
          + " OR e.amount <> (m.body ->> 'valor')::numeric"
          + " OR ROW(e.agencia, e.conta, e.tipo_conta) IS DISTINCT FROM ROW("
          + "m.body -> 'recebedor' ->> 'agencia', m.body -> 'recebedor' ->> 'contaTransacional',"
          + " m.body -> 'recebedor' ->> 'tipoConta')";

  private static final String STORED_TOTAL =
      "SELECT sum((convert_from(payload, 'UTF8')::jsonb ->> 'valor')::numeric)"
          + " FROM pixstream.message";

  Processing(TestDatabase database) {
    this(database, new Ledger());
  }

  /** A lane whose messages are all confirmed, and none processed. */
  static Processing confirmed(TestDatabase database) {
    var processing = new Processing(database);
    try (var nodes = Nodes.start(1, database.url(), Nodes.RULES, List.of("off="));
        var fleet = new Fleet(processing.ledger)) {
      Feeder.generate(nodes.get(0).port(), LANE, MESSAGES);
      for (int i = 0; i < 4; i++) {
        fleet.add(LANE, nodes.ports());
      }
      processing.ledger.awaitMessages(MESSAGES, BOUND);
      fleet.stop();
      assertEquals(List.of(), processing.ledger.problems());
    }
    return processing;
  }

  /** The words for a node whose processor is that of the tests. */
  List<String> tested(String... more) {
    database.execute(TestProcessor.TABLES);
    var url = database.url();
    int at = url.lastIndexOf('@');
    var account = url.substring("postgresql://".length(), at).split(":", 2);
    var jdbc =
        "jdbc=jdbc:postgresql://%s?user=%s&password=%s"
            .formatted(url.substring(at + 1), account[0], account[1]);
    return Stream.concat(Stream.of("processor=test", jdbc), Stream.of(more)).toList();
  }

  /** The same words, one of them changed. */
  static List<String> otherwise(List<String> worker, String word) {
    var key = word.substring(0, word.indexOf('=') + 1);
    return worker.stream().map(w -> w.startsWith(key) ? word : w).toList();
  }

  /**
   * Posting takes a while before it has an effect, and ends without one when its node is killed: so
   * a kill finds jobs in the middle.
   */
  void widenPosting() {
    database.execute(
        "CREATE FUNCTION pixstream.pause() RETURNS trigger LANGUAGE plpgsql"
            + " AS 'BEGIN PERFORM pg_sleep(0.03); RETURN NULL; END'");
    database.execute(
        "CREATE TRIGGER pause BEFORE INSERT ON pixstream.ledger_entry"
            + " FOR EACH STATEMENT EXECUTE FUNCTION pixstream.pause()");
    database.execute(
        "DO 'BEGIN EXECUTE format(''ALTER DATABASE %I SET client_connection_check_interval = 5'',"
            + " current_database()); END'");
  }

  int entries() {
    return number("SELECT count(*) FROM pixstream.ledger_entry");
  }

  void await(String what, String sql, int atLeast) {
    ledger.await(what, BOUND, () -> number(sql) >= atLeast);
  }

  void awaitEntries(int atLeast) {
    ledger.await(atLeast + " entries", BOUND, () -> entries() >= atLeast);
  }

  /** Each stored message is in the ledger, once, to the cent. */
  void assertLedger() {
    assertEquals(MESSAGES, entries());
    assertEquals(0, number(WRONG), "entries that are wrong");
    assertEquals(
        database.query(STORED_TOTAL),
        database.query("SELECT sum(balance) FROM pixstream.ledger_balance"));
  }

  int number(String sql) {
    return Integer.parseInt(database.query(sql).getFirst());
  }
}
