package dev.pixstream.core.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.SeqRange;
import dev.pixstream.core.store.audit.Place;
import dev.pixstream.core.store.audit.Place.What;
import dev.pixstream.core.store.audit.Snapshot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is wrong with places that are made up. */
class PartitionTest {
  private static final LaneId ISPB = LaneId.of("32074986");
  private static final Place STORED = at(What.STORED, 0, 30);

  @Test
  void places_that_tile_a_lane_are_well() {
    assertEquals(
        List.of(),
        judge(
            at(What.CONFIRMED, 0, 10),
            leased(10, 15),
            at(What.RETURNED, 15, 20),
            at(What.CONFIRMING, 20, 25),
            at(What.BEYOND_HEAD, 25, 30)));
  }

  @Test
  @Tag("store.6")
  void a_gap_is_nowhere_at_the_beginning_in_the_middle_and_at_the_end() {
    assertEquals(
        List.of("(0, 5] is nowhere", "(10, 15] is nowhere", "(20, 30] is nowhere"),
        judge(at(What.CONFIRMED, 5, 10), leased(15, 20)));
  }

  @Test
  @Tag("store.6")
  void what_two_places_have_is_twice() {
    assertEquals(
        List.of(
            "(5, 10] is leased to stream 7 and confirmed",
            "(10, 12] is leased to stream 7 and returned",
            "(15, 20] is leased to stream 7 and beyond the head"),
        judge(
            leased(0, 20),
            at(What.CONFIRMED, 5, 10),
            at(What.RETURNED, 10, 12),
            at(What.BEYOND_HEAD, 15, 30)));
  }

  @Test
  void what_is_in_the_history_and_still_on_its_way_there_is_in_one_place() {
    assertEquals(
        List.of(),
        judge(at(What.CONFIRMED, 0, 10), at(What.CONFIRMING, 5, 20), at(What.BEYOND_HEAD, 20, 30)));
    assertEquals(
        List.of("(15, 20] is confirmed and confirmed"),
        judge(
            at(What.CONFIRMED, 0, 10),
            at(What.CONFIRMING, 5, 20),
            at(What.CONFIRMING, 15, 25),
            at(What.BEYOND_HEAD, 25, 30)));
  }

  @Test
  void a_lease_that_nothing_ends_is_stranded() {
    assertEquals(
        List.of(
            "(0, 10] is leased to stream 7, which has ended",
            "(10, 20] is leased to stream 7, which has a later batch"),
        judge(
            new Place(What.LEASED_BY_NONE, "7", new SeqRange(0, 10)),
            new Place(What.LEASED_TWICE, "7", new SeqRange(10, 20)),
            leased(20, 30)));
  }

  @Test
  void messages_have_to_be_there() {
    var places =
        List.of(at(What.STORED, 0, 5), at(What.STORED, 6, 28), at(What.BEYOND_HEAD, 0, 30));
    assertEquals(
        List.of("(5, 6] is not stored", "(28, 30] is not stored"),
        words(new Snapshot(ISPB, 0, 30, 30, 0, 0, true, places)));
  }

  @Test
  void nothing_lies_beyond_the_tail_and_six_streams_are_open_at_most() {
    var places = List.of(at(What.STORED, 0, 31), at(What.CONFIRMED, 0, 25), leased(25, 35));
    assertEquals(
        List.of(
            "7 streams are open",
            "head 35 lies beyond tail 30",
            "(30, 31] is stored and lies beyond tail 30",
            "(30, 35] is leased to stream 7 and lies beyond tail 30"),
        words(new Snapshot(ISPB, 0, 30, 30, 35, 7, true, places)));
    var well = List.of(STORED, at(What.BEYOND_HEAD, 0, 30));
    assertEquals(List.of(), words(new Snapshot(ISPB, 0, 30, 30, 30, 6, true, well)));
  }

  @Test
  void a_window_is_judged_by_what_is_in_it() {
    var places =
        List.of(at(What.STORED, 9, 22), leased(8, 12), at(What.CONFIRMED, 12, 15), leased(16, 24));
    assertEquals(
        List.of("(15, 16] is nowhere"), words(new Snapshot(ISPB, 10, 20, 30, 24, 0, true, places)));
  }

  @Test
  void of_a_lane_that_the_coordinator_does_not_have_only_the_history_counts() {
    var places =
        List.of(STORED, at(What.CONFIRMED, 0, 10), at(What.CONFIRMED, 5, 10), leased(0, 30));
    var snapshot = new Snapshot(ISPB, 0, 30, 30, 99, 7, true, places).unknown();
    assertEquals(List.of("(5, 10] is confirmed and confirmed"), words(snapshot));
  }

  private static List<String> judge(Place... held) {
    var places = new ArrayList<>(List.of(held));
    places.add(STORED);
    return words(new Snapshot(ISPB, 0, 30, 30, 30, 0, true, places));
  }

  private static List<String> words(Snapshot snapshot) {
    return Partition.violations(snapshot).stream().map(Violation::detail).toList();
  }

  private static Place leased(long from, long to) {
    return new Place(What.LEASED, "7", new SeqRange(from, to));
  }

  private static Place at(What what, long from, long to) {
    return Place.of(what, new SeqRange(from, to));
  }
}
