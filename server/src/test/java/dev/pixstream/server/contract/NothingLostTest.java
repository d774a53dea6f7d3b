package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.server.EachCoordinator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Promise 6: nothing is lost, and nothing is twice while streams are alive. */
@EachCoordinator
@ContractTest(waitMs = 1_000, nodes = 2)
final class NothingLostTest {
  private static final int MESSAGES = 1_000;

  private final Service service;

  NothingLostTest(Service service) {
    this.service = service;
    service.widenRaces();
  }

  @Test
  @Tag("store.5")
  @Tag("delivery.6")
  void six_collectors_on_two_nodes_get_each_message_once_while_more_are_stored() {
    var lane = service.lane();
    lane.store(1, 200);
    var storing =
        CompletableFuture.runAsync(
            () -> {
              for (int from = 201; from <= MESSAGES; from += 100) {
                lane.at(service.otherNode()).store(from, from + 99);
              }
            });

    var reading =
        IntStream.range(0, 6)
            .mapToObj(i -> i % 2 == 0 ? lane : lane.at(service.otherNode()))
            .map(at -> CompletableFuture.supplyAsync(() -> readAll(at, storing)))
            .toList();

    storing.join();
    assertEquals(
        IntStream.rangeClosed(1, MESSAGES).boxed().toList(),
        reading.stream().flatMap(read -> read.join().stream()).sorted().toList());
    service.assertPartition();
  }

  @Test
  @Tag("delivery.2")
  @Tag("delivery.6")
  void collectors_that_retry_everything_still_get_each_message_once() {
    var lane = service.lane();
    lane.store(1, 300);

    var reading =
        Stream.generate(() -> CompletableFuture.supplyAsync(() -> readTwice(lane)))
            .limit(3)
            .toList();

    assertEquals(
        IntStream.rangeClosed(1, 300).boxed().toList(),
        reading.stream().flatMap(read -> read.join().stream()).sorted().toList());
    lane.assertOutcomes(1, 300, "confirmed");
  }

  @Test
  @Tag("delivery.6")
  void what_an_ended_lease_left_comes_again_with_the_same_ids_and_says_so() {
    var lane = service.lane();
    lane.store(1, 3);
    var lost = lane.start().assertBatch(1, 3);
    service.advance(Duration.ofSeconds(61));
    Until.holds(() -> service.openStreams(lane) == 0);
    lane.store(4, 4);

    lane.start().assertBatch(1, 4, 3);

    lane.pull(lost.next()).assertProblem(410, "stream-closed");
    service.assertPartition();
  }

  /** Reads until nothing more is stored and a whole wait after that brought nothing. */
  private static List<Integer> readAll(Lane lane, CompletableFuture<Void> storing) {
    List<Integer> read = new ArrayList<>();
    boolean stored = storing.isDone();
    var got = lane.start();
    while (got.status() == 200 || !stored) {
      if (got.status() == 200) {
        read.addAll(got.numbers());
      } else {
        got.assertNothingYet();
      }
      stored = storing.isDone();
      got = lane.pull(got.next());
    }
    return read;
  }

  /** The same, where the first response to each pull is thrown away. */
  private static List<Integer> readTwice(Lane lane) {
    List<Integer> read = new ArrayList<>();
    var got = lane.start();
    while (got.status() == 200) {
      read.addAll(got.numbers());
      lane.pull(got.next());
      got = lane.pull(got.next());
    }
    return read;
  }
}
