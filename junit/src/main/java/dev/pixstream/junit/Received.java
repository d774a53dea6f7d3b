package dev.pixstream.junit;

import dev.pixstream.client.Batch;
import dev.pixstream.client.BatchHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * What a collector has received, told by the collector itself, and whether it is what was stored.
 * May be used by many threads.
 *
 * <p>Tell it where a message takes effect: where an account is credited, after what came before was
 * sorted out. Delivery is at least once, so a handler that is told of every batch sees duplicates
 * whenever a fault makes some.
 */
public final class Received implements BatchHandler {
  private static final Pattern ID = Pattern.compile("\"endToEndId\"\\s*:\\s*\"([^\"]*)\"");
  private static final int NAMED_MAX = 10;

  private final Supplier<List<String>> stored;
  private final List<String> ids = new ArrayList<>();

  Received(Supplier<List<String>> stored) {
    this.stored = stored;
  }

  /** A message took effect. */
  public synchronized void add(String endToEndId) {
    ids.add(endToEndId);
    notifyAll();
  }

  /**
   * The same, for the message as JSON.
   *
   * @throws IllegalArgumentException if it has no endToEndId
   */
  public void addMessage(String json) {
    var id = ID.matcher(json);
    if (!id.find()) {
      throw new IllegalArgumentException("a message without an endToEndId");
    }
    add(id.group(1));
  }

  /** The messages of a batch took effect; for collectors whose handler is no more than this. */
  @Override
  public void handle(Batch batch) {
    batch.messages().forEach(this::addMessage);
  }

  /** The endToEndIds, as they came. */
  public synchronized List<String> ids() {
    return List.copyOf(ids);
  }

  /**
   * Waits until everything that is stored was received.
   *
   * @throws AssertionError if it is not within that time; it names the first few that are missing
   */
  public synchronized void awaitAll(Duration within) throws InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    while (!missing().isEmpty()) {
      long leftMs = (deadline - System.nanoTime()) / 1_000_000;
      if (leftMs <= 0) {
        throw new AssertionError("after " + within + " " + counts() + "; " + lost());
      }
      wait(leftMs);
    }
  }

  /**
   * Everything that is stored was received, how often ever.
   *
   * @throws AssertionError naming what is missing, or what was never stored
   */
  public synchronized void assertNothingLost() {
    require(missing().isEmpty(), lost());
    var strange = new LinkedHashSet<>(ids);
    strange.removeAll(new HashSet<>(stored.get()));
    require(strange.isEmpty(), "never stored: " + name(strange.stream().toList()));
  }

  /**
   * Nothing was received twice.
   *
   * @throws AssertionError naming what was
   */
  public synchronized void assertNothingDoubled() {
    var seen = new HashSet<String>();
    var doubled = new LinkedHashSet<String>();
    for (var id : ids) {
      if (!seen.add(id)) {
        doubled.add(id);
      }
    }
    require(doubled.isEmpty(), "doubled: " + name(doubled.stream().toList()));
  }

  /** Both: everything that is stored was received, once. */
  public synchronized void assertExactlyOnce() {
    assertNothingLost();
    assertNothingDoubled();
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(counts() + "; " + otherwise);
    }
  }

  private String counts() {
    return stored.get().size() + " stored, " + ids.size() + " received";
  }

  private String lost() {
    return "lost: " + name(missing());
  }

  private List<String> missing() {
    var there = new HashSet<>(ids);
    return stored.get().stream().filter(id -> !there.contains(id)).toList();
  }

  /** How many, and the first few. */
  static String name(List<String> ids) {
    var some = String.join(", ", ids.subList(0, Math.min(NAMED_MAX, ids.size())));
    return ids.size() + " (" + some + (ids.size() > NAMED_MAX ? ", …)" : ")");
  }
}
