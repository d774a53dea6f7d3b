package dev.pixstream.server.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.testkit.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What a ledger and a database say about a drain. Each list is empty when all is well. */
record Verdict(Ledger ledger, Stores stores) {
  private static final Duration HISTORY_BOUND = Duration.ofSeconds(10);

  /** Of nodes whose streams are in the database. */
  Verdict(Ledger ledger, TestDatabase database) {
    this(ledger, new Stores(database, Optional.empty()));
  }

  /** Every id of a lane, in the order in which it was stored. */
  List<String> stored(String lane) {
    return stores
        .database()
        .query(
            "SELECT end_to_end_id FROM pixstream.message WHERE ispb = '" + lane + "' ORDER BY seq");
  }

  int storedCount() {
    return number("SELECT count(*) FROM pixstream.message");
  }

  /** Whether the store holds every message as confirmed. */
  boolean allConfirmed() {
    return number(
            "SELECT (SELECT count(*) FROM pixstream.message) - coalesce(sum(to_seq - from_seq), 0)"
                + " FROM pixstream.batch WHERE state = 'confirmed'")
        == 0;
  }

  int number(String sql) {
    return Integer.parseInt(stores.database().query(sql).getFirst());
  }

  List<String> missing(List<String> lanes) {
    return lanes.stream()
        .flatMap(lane -> stored(lane).stream())
        .filter(id -> ledger.receiptsOf(id).isEmpty())
        .toList();
  }

  /** Batches whose collector had already received something that was stored later. */
  List<Receipt> outOfOrder(List<String> lanes) {
    Map<String, Integer> places = new HashMap<>();
    for (var lane : lanes) {
      stored(lane).forEach(id -> places.put(id, places.size()));
    }
    Map<String, Integer> last = new HashMap<>();
    List<Receipt> found = new ArrayList<>();
    for (var receipt : ledger.receipts()) {
      for (var id : receipt.ids()) {
        int place = places.getOrDefault(id, -1);
        Integer before = last.put(receipt.collector(), place);
        if (before != null && before >= place) {
          found.add(receipt);
        }
      }
    }
    return found;
  }

  /** Messages that came more than once. */
  List<String> repeated() {
    return ledger.receipts().stream()
        .flatMap(receipt -> receipt.ids().stream())
        .distinct()
        .filter(id -> ledger.receiptsOf(id).size() > 1)
        .toList();
  }

  /** Batches some of whose messages came again although these batches meet the condition. */
  Set<Receipt> repeatedAlthough(Predicate<Receipt> condition) {
    Set<Receipt> found = new HashSet<>();
    for (var id : repeated()) {
      var receipts = ledger.receiptsOf(id);
      receipts.subList(0, receipts.size() - 1).stream().filter(condition).forEach(found::add);
    }
    return found;
  }

  boolean confirmed(Receipt receipt) {
    return ledger.confirmedAt(receipt).isPresent();
  }

  /** Batches that bring more messages again than their Redelivered says. */
  List<Receipt> unmarked() {
    return ledger.receipts().stream()
        .filter(
            receipt ->
                receipt.redelivered()
                    < receipt.ids().stream()
                        .filter(id -> ledger.receiptsOf(id).getFirst().number() < receipt.number())
                        .count())
        .toList();
  }

  List<Receipt> marked() {
    return ledger.receipts().stream().filter(receipt -> receipt.redelivered() > 0).toList();
  }

  /** What must hold after every drain, whatever happened. */
  void nothingIsLost(List<String> lanes) {
    assertEquals(List.of(), ledger.problems());
    assertEquals(List.of(), missing(lanes), "never delivered");
    assertEquals(List.of(), unmarked(), "repeats that do not say so");
    assertEquals(List.of(), stores.violations());
    if (stores.redis().isPresent()) {
      ledger.await("the history", HISTORY_BOUND, this::allConfirmed);
    }
    assertEquals(true, allConfirmed(), "confirmed in the store");
  }

  /** What must hold if, besides, no lease ended. */
  void exactlyOnce(List<String> lanes) {
    nothingIsLost(lanes);
    assertEquals(List.of(), repeated(), "delivered twice");
    assertEquals(List.of(), marked(), "Redelivered");
    assertEquals(List.of(), outOfOrder(lanes), "out of order");
  }
}
