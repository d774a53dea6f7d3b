package dev.pixstream.core.verification;

import dev.pixstream.core.model.SeqRange;
import dev.pixstream.core.store.StreamRules;
import dev.pixstream.core.store.audit.Place;
import dev.pixstream.core.store.audit.Place.What;
import dev.pixstream.core.store.audit.Snapshot;
import dev.pixstream.core.verification.Violation.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Judges a snapshot: the places of delivery have to tile its window, and so have the messages. */
public final class Partition {
  private static final Set<What> STRANDED = EnumSet.of(What.LEASED_BY_NONE, What.LEASED_TWICE);

  private final Snapshot snapshot;
  private final List<Violation> found = new ArrayList<>();

  private Partition(Snapshot snapshot) {
    this.snapshot = snapshot;
  }

  /** What is wrong: first of the lane as a whole, then of ranges. */
  public static List<Violation> violations(Snapshot snapshot) {
    var partition = new Partition(snapshot);
    partition.judgeLane();
    if (snapshot.last()) {
      partition.judgeTail();
    }
    partition.judgeMessages();
    partition.judgeDelivery();
    return List.copyOf(partition.found);
  }

  private void judgeLane() {
    if (snapshot.streams() > StreamRules.STREAMS_MAX) {
      addOfLane(Kind.TOO_MANY_STREAMS, snapshot.streams() + " streams are open");
    }
    if (snapshot.head() > snapshot.tail()) {
      addOfLane(
          Kind.HEAD_BEYOND_TAIL,
          String.format(
              Locale.ROOT, "head %d lies beyond tail %d", snapshot.head(), snapshot.tail()));
    }
  }

  private void judgeTail() {
    for (var place : snapshot.places()) {
      if (place.range().to() > snapshot.tail()) {
        long from = Math.max(place.range().from(), snapshot.tail());
        var what = place.words() + " and lies beyond tail " + snapshot.tail();
        add(Kind.BEYOND_TAIL, from, place.range().to(), what);
      }
    }
  }

  private void judgeMessages() {
    long reached = snapshot.from();
    for (var place : inWindow(EnumSet.of(What.STORED))) {
      if (place.range().from() > reached) {
        add(Kind.NOT_STORED, reached, place.range().from(), "not stored");
      }
      reached = Math.max(reached, place.range().to());
    }
    if (reached < snapshot.to()) {
      add(Kind.NOT_STORED, reached, snapshot.to(), "not stored");
    }
  }

  private void judgeDelivery() {
    long reached = snapshot.from();
    Optional<Place> before = Optional.empty();
    for (var place : delivery()) {
      long from = place.range().from();
      long to = place.range().to();
      if (STRANDED.contains(place.what())) {
        add(Kind.STRANDED, from, to, place.words());
      }
      if (from > reached) {
        addNowhere(reached, from);
      } else if (from < reached && before.isPresent()) {
        var both = before.get().words() + " and " + place.words();
        add(Kind.TWICE, from, Math.min(to, reached), both);
      }
      if (to > reached) {
        reached = to;
        before = Optional.of(place);
      }
    }
    if (reached < snapshot.to()) {
      addNowhere(reached, snapshot.to());
    }
  }

  private void addNowhere(long from, long to) {
    if (snapshot.known()) {
      add(Kind.NOWHERE, from, to, "nowhere");
    }
  }

  /** What was written to the history and is not yet off its way there is in one place, not two. */
  private List<Place> delivery() {
    var places = new ArrayList<>(inWindow(EnumSet.complementOf(EnumSet.of(What.STORED))));
    var written =
        places.stream().filter(place -> place.what() == What.CONFIRMED).map(Place::range).toList();
    var onTheWay = places.stream().filter(place -> place.what() == What.CONFIRMING).toList();
    places.removeAll(onTheWay);
    for (var place : onTheWay) {
      for (var rest : without(place.range(), written)) {
        places.add(Place.of(What.CONFIRMING, rest));
      }
    }
    places.sort(IN_ORDER);
    return places;
  }

  private static final Comparator<Place> IN_ORDER =
      Comparator.<Place>comparingLong(place -> place.range().from())
          .thenComparingLong(place -> place.range().to());

  /** What is left of a range; the others are in order. */
  private static List<SeqRange> without(SeqRange range, List<SeqRange> others) {
    var left = new ArrayList<SeqRange>();
    long from = range.from();
    for (var other : others) {
      if (other.to() <= from || other.from() >= range.to()) {
        continue;
      }
      if (other.from() > from) {
        left.add(new SeqRange(from, other.from()));
      }
      from = Math.max(from, other.to());
    }
    if (from < range.to()) {
      left.add(new SeqRange(from, range.to()));
    }
    return left;
  }

  private List<Place> inWindow(Set<What> kinds) {
    var places = new ArrayList<Place>();
    for (var place : snapshot.places()) {
      long from = Math.max(place.range().from(), snapshot.from());
      long to = Math.min(place.range().to(), snapshot.to());
      if (from < to && kinds.contains(place.what())) {
        places.add(new Place(place.what(), place.stream(), new SeqRange(from, to)));
      }
    }
    places.sort(IN_ORDER);
    return places;
  }

  private void add(Kind kind, long from, long to, String what) {
    found.add(Violation.of(snapshot.lane(), kind, from, to, what));
  }

  private void addOfLane(Kind kind, String detail) {
    found.add(Violation.of(snapshot.lane(), kind, detail));
  }
}
