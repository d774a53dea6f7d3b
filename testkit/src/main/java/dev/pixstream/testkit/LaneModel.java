package dev.pixstream.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.pixstream.core.model.IterationId;
import dev.pixstream.core.store.CloseOutcome;
import dev.pixstream.core.store.PullOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * What a lane should do, in plain Java, beside a real one: each step is taken on both and must come
 * to the same. It knows of every message where it is, so a message lost, doubled or out of order
 * shows at once.
 */
final class LaneModel {
  private static final Duration LEASE = LaneStore.RULES.lease();

  /** How far the model's clock may be behind the store's, which also runs while a test computes. */
  private static final Duration DRIFT = Duration.ofSeconds(20);

  private final Lane lane;
  private final LaneStore store;
  private final RandomGenerator random;
  private final TreeSet<Integer> returned = new TreeSet<>();
  private final TreeSet<Integer> confirmed = new TreeSet<>();
  private final List<Reader> open = new ArrayList<>();
  private final List<IterationId> stale = new ArrayList<>();
  private Duration now = Duration.ZERO;
  private int stored;
  private int head;

  /** A collector as the model sees it. */
  private final class Reader {
    private Optional<IterationId> previous = Optional.empty();
    private IterationId latest;
    private List<Integer> batch = List.of();
    private int redelivered;
    private Duration leaseUntil = now.plus(LEASE);

    Reader(IterationId latest) {
      this.latest = latest;
    }

    boolean surelyAlive() {
      return now.plus(DRIFT).compareTo(leaseUntil) < 0;
    }

    boolean surelyDead() {
      return now.compareTo(leaseUntil) > 0;
    }
  }

  LaneModel(LaneStore store, Lane lane, RandomGenerator random) {
    this.store = store;
    this.lane = lane;
    this.random = random;
  }

  void step() {
    switch (random.nextInt(14)) {
      case 0, 1 -> append();
      case 2, 3 -> open();
      case 4, 5, 6, 7 -> anyReader().ifPresent(this::pull);
      case 8 -> anyReader().ifPresent(this::retry);
      case 9 -> stale();
      case 10 -> anyReader().ifPresent(random.nextInt(3) == 0 ? this::closeLatest : this::pull);
      case 11 -> anyReader().ifPresent(random.nextInt(3) == 0 ? this::closePrevious : this::retry);
      case 12 -> passTime();
      default -> expire();
    }
  }

  /** Reads on with a live collector until nothing is left, and sees every message confirmed. */
  void drain() {
    advance(LEASE.multipliedBy(2));
    expire();
    open();
    for (int i = 0; i <= stored && confirmed.size() < stored; i++) {
      pull(open.getFirst());
    }
    assertEquals(Lane.range(1, stored), List.copyOf(confirmed));
  }

  private void append() {
    int count = 1 + random.nextInt(25);
    assertEquals(count, lane.store(count).inserted());
    stored += count;
  }

  private void open() {
    int max = max();
    if (open.size() >= LaneStore.RULES.streamsMax()) {
      endAllDue();
    }
    var outcome = lane.open(max);
    if (open.size() >= LaneStore.RULES.streamsMax()) {
      assertInstanceOf(PullOutcome.TooManyStreams.class, outcome);
      return;
    }
    var reader = new Reader(new IterationId("000000000000"));
    open.add(reader);
    take(reader, max, outcome);
  }

  private void pull(Reader reader) {
    int max = max();
    var outcome = lane.pull(reader.latest, max);
    if (ended(reader, outcome instanceof PullOutcome.Closed)) {
      return;
    }
    confirmed.addAll(reader.batch);
    reader.batch = List.of();
    var asked = reader.latest;
    take(reader, max, outcome);
    if (!reader.batch.isEmpty()) {
      reader.previous.ifPresent(stale::add);
      reader.previous = Optional.of(asked);
    }
  }

  private void take(Reader reader, int max, PullOutcome outcome) {
    var expected = new ArrayList<Integer>();
    while (expected.size() < max && !returned.isEmpty()) {
      expected.add(returned.removeFirst());
    }
    reader.redelivered = expected.size();
    while (expected.size() < max && head < stored) {
      expected.add(++head);
    }
    if (expected.isEmpty()) {
      reader.latest = Lane.empty(outcome);
      reader.leaseUntil = now.plus(Lane.WAIT).plus(LEASE);
    } else {
      assertEquals(expected, Lane.numbers(outcome));
      assertEquals(reader.redelivered, Lane.delivered(outcome).redelivered());
      reader.latest = Lane.delivered(outcome).next();
      reader.leaseUntil = now.plus(LEASE);
    }
    reader.batch = expected;
  }

  private void retry(Reader reader) {
    if (reader.batch.isEmpty() || reader.previous.isEmpty()) {
      return;
    }
    var outcome = lane.pull(reader.previous.get(), 10);
    if (ended(reader, outcome instanceof PullOutcome.Closed)) {
      return;
    }
    assertEquals(reader.batch, Lane.numbers(outcome));
    assertEquals(reader.latest, Lane.delivered(outcome).next());
    assertEquals(reader.redelivered, Lane.delivered(outcome).redelivered());
    reader.leaseUntil = now.plus(LEASE);
  }

  private void stale() {
    if (!stale.isEmpty()) {
      var id = stale.get(random.nextInt(stale.size()));
      assertInstanceOf(PullOutcome.Closed.class, lane.pull(id, 10));
      assertInstanceOf(CloseOutcome.AlreadyClosed.class, lane.close(id));
    }
  }

  private void closeLatest(Reader reader) {
    var outcome = lane.close(reader.latest);
    if (!ended(reader, outcome instanceof CloseOutcome.AlreadyClosed)) {
      confirmed.addAll(reader.batch);
      reader.batch = List.of();
      end(reader);
    }
  }

  private void closePrevious(Reader reader) {
    if (reader.previous.isEmpty()) {
      return;
    }
    var outcome = lane.close(reader.previous.get());
    if (!ended(reader, outcome instanceof CloseOutcome.AlreadyClosed)) {
      end(reader);
    }
  }

  private void passTime() {
    advance(
        random.nextInt(4) == 0 ? LEASE.plusSeconds(30) : Duration.ofSeconds(random.nextInt(15)));
  }

  private void advance(Duration time) {
    now = now.plus(time);
    store.advance(time);
  }

  private void expire() {
    endAllDue();
  }

  /** The store ends what is due; where the model can't tell, the store's word counts. */
  private void endAllDue() {
    int before = returned.size();
    var due = new ArrayList<Reader>();
    var unsure = new ArrayList<Reader>();
    for (var reader : open) {
      if (reader.surelyDead()) {
        due.add(reader);
      } else if (!reader.surelyAlive()) {
        unsure.add(reader);
      }
    }
    if (!unsure.isEmpty()) {
      advance(LEASE.plus(Lane.WAIT).plus(DRIFT));
      endAllDue();
      return;
    }
    int messages = lane.expire();
    due.forEach(this::end);
    assertEquals(returned.size() - before, messages);
  }

  /** Whether the stream turned out to have ended, which has to be because of its lease. */
  private boolean ended(Reader reader, boolean saysClosed) {
    if (saysClosed) {
      assertEquals(false, reader.surelyAlive(), "a live stream was closed");
      end(reader);
    } else {
      assertEquals(false, reader.surelyDead(), "an expired stream was served");
    }
    return saysClosed;
  }

  private void end(Reader reader) {
    returned.addAll(reader.batch);
    open.remove(reader);
    stale.add(reader.latest);
    reader.previous.ifPresent(stale::add);
  }

  private Optional<Reader> anyReader() {
    return open.isEmpty() ? Optional.empty() : Optional.of(open.get(random.nextInt(open.size())));
  }

  private int max() {
    return random.nextInt(3) == 0 ? 1 : 10;
  }
}
