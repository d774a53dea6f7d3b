package dev.pixstream.core.store.audit;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.SeqRange;
import java.util.ArrayList;
import java.util.List;

/**
 * One look at a window {@code (from, to]} of a lane. Where two stores were asked, one after the
 * other, the lane may have moved in between.
 *
 * @param tail the number of the newest message; the last window ends there
 * @param head what was claimed at least once
 * @param streams how many are open
 * @param known whether the coordinator has the lane at present; one that it has not is made from
 *     the messages when somebody asks, so nothing is missing
 * @param places in any order, also such as reach out of the window; of the last window also what
 *     lies beyond the tail
 */
public record Snapshot(
    LaneId lane,
    long from,
    long to,
    long tail,
    long head,
    int streams,
    boolean known,
    List<Place> places) {
  /** Copies the places. */
  public Snapshot {
    places = List.copyOf(places);
  }

  /** Whether nothing comes behind it. */
  public boolean last() {
    return to >= tail;
  }

  /** What the log of a lane knows, with what the coordinator in another store knows. */
  public Snapshot with(long head, int streams, List<Place> held) {
    var places = new ArrayList<>(history());
    places.addAll(held);
    if (head < tail) {
      places.add(Place.of(Place.What.BEYOND_HEAD, new SeqRange(head, tail)));
    }
    return new Snapshot(lane, from, to, tail, head, streams, true, places);
  }

  /** The same, where the coordinator in another store does not have the lane. */
  public Snapshot unknown() {
    return new Snapshot(lane, from, to, tail, 0, 0, false, history());
  }

  private List<Place> history() {
    return places.stream()
        .filter(place -> place.what() == Place.What.STORED || place.what() == Place.What.CONFIRMED)
        .toList();
  }
}
