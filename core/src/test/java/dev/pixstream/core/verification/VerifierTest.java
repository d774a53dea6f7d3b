package dev.pixstream.core.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.SeqRange;
import dev.pixstream.core.store.audit.Cursor;
import dev.pixstream.core.store.audit.Place;
import dev.pixstream.core.store.audit.Place.What;
import dev.pixstream.core.store.audit.Snapshot;
import dev.pixstream.core.store.audit.Verification;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What of several looks counts, and how they are cut into parts. */
class VerifierTest {
  private static final LaneId ISPB = LaneId.of("00000001");

  private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
  private final Lanes lanes = new Lanes();

  @AfterEach
  void stop() {
    timers.shutdownNow();
  }

  @Test
  void a_violation_seen_in_one_query_only_is_none() {
    lanes.of(ISPB, 30).missing(new SeqRange(0, 30)).missing();
    assertEquals(List.of(), verify(1_000).violations());
    assertEquals(2, lanes.looks.get());
  }

  @Test
  @Tag("store.6")
  void a_violation_that_moves_between_queries_is_none() {
    lanes
        .of(ISPB, 30)
        .missing(new SeqRange(0, 10))
        .missing(new SeqRange(10, 20))
        .missing(new SeqRange(20, 30));
    assertEquals(List.of(), verify(1_000).violations());
  }

  @Test
  @Tag("store.6")
  void what_stays_wrong_is_told_without_what_was_wrong_for_a_moment_beside_it() {
    lanes
        .of(ISPB, 30)
        .missing(new SeqRange(5, 20))
        .missing(new SeqRange(0, 12))
        .missing(new SeqRange(3, 8), new SeqRange(9, 30));
    assertEquals(
        List.of("00000001: (5, 8] is nowhere", "00000001: (9, 12] is nowhere"),
        words(verify(1_000)));
    assertEquals(4, lanes.looks.get());
  }

  @Test
  void a_lane_is_looked_at_window_by_window_and_its_end_is_judged_once() {
    lanes.of(ISPB, 25).streams = 7;
    lanes.of(ISPB, 25).missing(new SeqRange(9, 11));
    var verdict = verify(10);
    assertEquals(
        List.of(
            "00000001: (9, 10] is nowhere",
            "00000001: (10, 11] is nowhere",
            "00000001: 7 streams are open"),
        words(verdict));
    assertEquals(25, verdict.messages());
    assertEquals(1, verdict.lanes());
  }

  @Test
  void all_lanes_are_checked_part_by_part() {
    for (int i = 1; i <= 1_100; i++) {
      lanes.of(LaneId.of("%08d".formatted(i)), 3);
    }
    var verifier = new Verifier(lanes, timers, 2);
    int parts = 0;
    int looked = 0;
    long messages = 0;
    Optional<Cursor> next = Optional.empty();
    do {
      var part = join(verifier.all(next));
      parts++;
      looked += part.lanes();
      messages += part.messages();
      next = part.next().flatMap(at -> Cursor.parse(at.toString()));
    } while (next.isPresent());
    assertEquals(1_100, looked);
    assertEquals(3_300, messages);
    assertTrue(parts >= 3, parts + " parts");
    var last = new Cursor(LaneId.of("00001100"), 2);
    assertEquals(1, join(verifier.all(Optional.of(last))).messages());
    // Only the lane that it names begins there, and none does if that one is gone.
    var lastButOne = new Cursor(LaneId.of("00001099"), 2);
    assertEquals(1 + 3, join(verifier.all(Optional.of(lastButOne))).messages());
    var gone = new Cursor(LaneId.of("0000109A"), 2);
    assertEquals(3, join(verifier.all(Optional.of(gone))).messages());
  }

  @Test
  @Tag("store.6")
  void more_than_fits_into_an_answer_comes_with_the_next() {
    var holes = new SeqRange[150];
    for (int i = 0; i < holes.length; i++) {
      holes[i] = new SeqRange(10L * i, 10L * i + 3);
    }
    lanes.of(ISPB, 2_000).missing(holes);
    lanes.of(ISPB, 2_000).streams = 7;
    var verifier = new Verifier(lanes, timers, 10_000);
    var first = join(verifier.lane(ISPB, 0));
    assertEquals(100, first.violations().size());
    assertEquals(Optional.of(new Cursor(ISPB, 993)), first.next());
    var rest = join(verifier.lane(ISPB, 993));
    assertEquals(51, rest.violations().size());
    assertEquals(Optional.empty(), rest.next());
    assertEquals(2_000, first.messages() + rest.messages());
  }

  @Test
  void a_lane_that_is_not_there_was_not_looked_at() {
    lanes.of(LaneId.of("00000002"), 3);
    assertEquals(new Verdict(0, 0, List.of(), Optional.empty()), verify(10));
  }

  private Verdict verify(int messagesMax) {
    return join(new Verifier(lanes, timers, messagesMax).lane(ISPB, 0));
  }

  private static List<String> words(Verdict verdict) {
    return verdict.violations().stream().map(Violation::toString).toList();
  }

  private static Verdict join(CompletionStage<Verdict> verdict) {
    return verdict.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  /** Lanes that look from one time to the next as a test says, and then always as the last time. */
  private static final class Lanes implements Verification {
    private final TreeMap<String, Made> lanes = new TreeMap<>();
    private final AtomicInteger looks = new AtomicInteger();

    Made of(LaneId lane, long tail) {
      return lanes.computeIfAbsent(lane.value(), name -> new Made(tail));
    }

    @Override
    public CompletionStage<List<LaneId>> lanes(Optional<LaneId> from, int lanesMax) {
      return CompletableFuture.completedFuture(
          lanes.tailMap(from.map(LaneId::value).orElse(""), true).keySet().stream()
              .limit(lanesMax)
              .map(LaneId::of)
              .toList());
    }

    @Override
    public CompletionStage<Snapshot> look(LaneId lane, long after, int messagesMax) {
      looks.incrementAndGet();
      var made = of(lane, 0);
      long to = Math.min(after + messagesMax, made.tail);
      return CompletableFuture.completedFuture(
          new Snapshot(lane, after, to, made.tail, made.tail, made.streams, true, made.next()));
    }
  }

  private static final class Made {
    private final long tail;
    private final List<List<SeqRange>> missing = new ArrayList<>();
    private int streams;
    private int look;

    Made(long tail) {
      this.tail = tail;
    }

    /** What is nowhere in the next look, in order. */
    Made missing(SeqRange... ranges) {
      missing.add(List.of(ranges));
      return this;
    }

    List<Place> next() {
      var holes =
          missing.isEmpty()
              ? List.<SeqRange>of()
              : missing.get(Math.min(look++, missing.size() - 1));
      var places = new ArrayList<Place>();
      places.add(Place.of(What.STORED, new SeqRange(0, tail)));
      long from = 0;
      for (var hole : holes) {
        if (hole.from() > from) {
          places.add(Place.of(What.CONFIRMED, new SeqRange(from, hole.from())));
        }
        from = hole.to();
      }
      if (from < tail) {
        places.add(Place.of(What.CONFIRMED, new SeqRange(from, tail)));
      }
      return places;
    }
  }
}
