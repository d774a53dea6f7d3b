package dev.pixstream.server.processing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.MessageKey;
import dev.pixstream.core.model.Payload;
import dev.pixstream.core.processing.PermanentFailure;
import dev.pixstream.core.store.queue.Payment;
import dev.pixstream.postgres.PgStore;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.postgres.link.StoreLimits;
import dev.pixstream.server.dialect.json.JsonFormat;
import dev.pixstream.testkit.Lane;
import dev.pixstream.testkit.LaneStore;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The ledger is exact, and a repeat changes nothing. */
@ExtendWith(PostgresExtension.class)
class PgLedgerTest {
  private static final String TOTAL =
      "SELECT sum(balance) || ' in ' || sum(entries) FROM pixstream.ledger_balance";

  private final Vertx vertx = Vertx.vertx();
  private final TestDatabase database;
  private final PgStore store;

  PgLedgerTest(TestDatabase database) {
    this.database = database;
    this.store =
        PgStore.open(
            vertx, DatabaseUrl.parse(database.url()), LaneStore.RULES, StoreLimits.DEFAULT);
  }

  @BeforeEach
  void nothingIsThere() {
    assertEquals(0, database.query("SELECT ispb FROM pixstream.ledger_entry").size());
  }

  @AfterEach
  void close() {
    Lane.await(store.close());
    Lane.await(vertx.close().toCompletionStage());
  }

  @Test
  @Tag("processing.8")
  void amounts_are_exact_and_go_to_the_recebedors_account() throws Exception {
    store
        .ledger(new JsonFormat())
        .process(
            List.of(
                payment(1, "0.01", "0001", "a\"b"),
                payment(2, "9999999999999.99", "0001", "a\"b"),
                payment(3, "9999999999999.99", "0001", "a\"b"),
                payment(4, "0.10", "0002", "a\"b"),
                payment(5, "0.20", "0002", "a\"b")));

    assertEquals(
        List.of("0001 a\"b SVGS 19999999999999.99 3", "0002 a\"b SVGS 0.30 2"),
        database.query(
            "SELECT concat_ws(' ', agencia, conta, tipo_conta, balance, entries)"
                + " FROM pixstream.ledger_balance WHERE ispb = '00000000' ORDER BY agencia"));
  }

  @Test
  @Tag("processing.8")
  void any_number_of_repeats_changes_nothing() throws Exception {
    var ledger = store.ledger(new JsonFormat());
    var payments = payments(100);
    ledger.process(payments);
    var once = database.query(TOTAL);
    assertEquals(List.of("50.50 in 100"), once);

    ledger.process(payments);
    ledger.process(payments.subList(20, 30));
    ledger.process(List.of(payment(1, "7.00", "0009", "9"), payment(1, "8.00", "0009", "9")));

    assertEquals(once, database.query(TOTAL));
  }

  @Test
  @Tag("processing.8")
  void repeats_at_the_same_time_in_any_order_post_each_once() throws Exception {
    var ledger = store.ledger(new JsonFormat());
    List<Callable<Void>> posts = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      var shuffled = new ArrayList<>(payments(300));
      Collections.shuffle(shuffled, new Random(i));
      posts.add(
          () -> {
            ledger.process(shuffled);
            return null;
          });
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var post : threads.invokeAll(posts)) {
        post.get();
      }
    }
    assertEquals(List.of("451.50 in 300"), database.query(TOTAL));
  }

  @Test
  @Tag("processing.8")
  void what_is_no_message_is_refused_for_good_and_posts_nothing() {
    var broken =
        new Payment(
            LaneId.of("00000000"),
            2,
            id(2),
            Instant.EPOCH,
            new Payload("{}".getBytes(StandardCharsets.UTF_8)));
    var ledger = store.ledger(new JsonFormat());
    assertThrows(
        PermanentFailure.class,
        () -> ledger.process(List.of(payment(1, "1.00", "1", "1"), broken)));
    assertEquals(List.of(), database.query("SELECT ispb FROM pixstream.ledger_entry"));
  }

  private static List<Payment> payments(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(n -> payment(n, "%d.%02d".formatted(n / 100, n % 100), "" + n % 7, "1"))
        .toList();
  }

  private static Payment payment(long seq, String valor, String agencia, String conta) {
    var party =
        "{\"nome\":\"N\",\"cpfCnpj\":\"98716278190\",\"ispb\":\"00000000\",\"agencia\":\"%s\","
            + "\"contaTransacional\":\"%s\",\"tipoConta\":\"SVGS\"}";
    var body =
        "{\"endToEndId\":\"%s\",\"valor\":%s,\"pagador\":%s,\"recebedor\":%s,\"campoLivre\":\"\"}"
            .formatted(
                id(seq).value(),
                valor,
                party.formatted("9", "9"),
                party.formatted(agencia, conta.replace("\"", "\\\"")));
    var payload = new Payload(body.getBytes(StandardCharsets.UTF_8));
    return new Payment(LaneId.of("00000000"), seq, id(seq), Instant.EPOCH, payload);
  }

  private static MessageKey id(long seq) {
    return new MessageKey("E12345678202601010000%011d".formatted(seq));
  }
}
