package dev.pixstream.server.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/** Who received what, how often, and which batches were confirmed. Safe for use by many threads. */
final class Ledger {
  private static final long LOOK_MS = 20;

  private final Map<String, Receipt> batches = new HashMap<>();
  private final Map<String, List<Receipt>> byId = new LinkedHashMap<>();
  private final Map<String, Long> confirmedAt = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private int resent;

  /** A batch arrived. The same batch again must be the very same. */
  synchronized void received(String lane, String collector, Reply reply) {
    var ids = Receipt.idsIn(reply.body());
    var receipt =
        new Receipt(
            lane,
            collector,
            reply.pullNext(),
            ids,
            reply.redelivered(),
            batches.size(),
            System.nanoTime());
    var before = batches.putIfAbsent(receipt.next(), receipt);
    if (before == null) {
      ids.forEach(id -> byId.computeIfAbsent(id, key -> new ArrayList<>()).add(receipt));
    } else {
      resent++;
      if (!before.ids().equals(ids) || !before.collector().equals(collector)) {
        problem("not the same batch again: " + before + ", " + receipt);
      }
    }
    notifyAll();
  }

  /** An answer says that this batch is confirmed. */
  synchronized void confirmed(String next) {
    if (batches.containsKey(next)) {
      confirmedAt.putIfAbsent(next, System.nanoTime());
      notifyAll();
    }
  }

  synchronized void problem(String what) {
    problems.add(what);
    notifyAll();
  }

  synchronized List<String> problems() {
    return List.copyOf(problems);
  }

  /** How many different messages arrived. */
  synchronized int messages() {
    return byId.size();
  }

  /** How many different messages are in batches whose confirmation was answered. */
  synchronized int confirmedMessages() {
    return (int)
        byId.values().stream()
            .filter(on -> on.stream().anyMatch(r -> confirmedAt.containsKey(r.next())))
            .count();
  }

  /** How often the very same batch arrived again. */
  synchronized int resent() {
    return resent;
  }

  /** All batches in the order of arrival. */
  synchronized List<Receipt> receipts() {
    return batches.values().stream()
        .sorted((a, b) -> Integer.compare(a.number(), b.number()))
        .toList();
  }

  /** The batches that brought this message. */
  synchronized List<Receipt> receiptsOf(String id) {
    return List.copyOf(byId.getOrDefault(id, List.of()));
  }

  synchronized OptionalLong confirmedAt(Receipt receipt) {
    var at = confirmedAt.get(receipt.next());
    return at == null ? OptionalLong.empty() : OptionalLong.of(at);
  }

  /** Waits until something holds, looking whenever anything happens. */
  synchronized void await(String what, Duration bound, BooleanSupplier holds) {
    long deadline = System.nanoTime() + bound.toNanos();
    while (!holds.getAsBoolean()) {
      if (!problems.isEmpty() || System.nanoTime() > deadline) {
        throw new AssertionError(
            "waited for %s; received %d, confirmed %d; problems: %s"
                .formatted(what, messages(), confirmedMessages(), problems));
      }
      try {
        wait(LOOK_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while waiting for " + what, e);
      }
    }
  }

  void awaitMessages(int count, Duration bound) {
    await(count + " messages", bound, () -> messages() >= count);
  }
}
