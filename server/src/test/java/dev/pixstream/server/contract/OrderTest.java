package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.server.EachCoordinator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Promise 7: the order of storing; redeliveries first. */
@EachCoordinator
@ContractTest(waitMs = 300)
final class OrderTest {
  private final Service service;

  OrderTest(Service service) {
    this.service = service;
  }

  @Test
  @Tag("delivery.7")
  void a_lane_is_read_in_the_order_of_storing() {
    var lane = service.lane();
    lane.store(1, 1);
    lane.store(2, 37);
    lane.store(38, 38);
    lane.store(39, 60);

    var read =
        Stream.iterate(lane.start(), got -> got.status() == 200, got -> lane.pull(got.next()));

    assertEquals(
        IntStream.rangeClosed(1, 60).boxed().toList(),
        read.flatMap(got -> got.numbers().stream()).toList());
  }

  @Test
  @Tag("delivery.7")
  void within_a_body_the_order_is_that_of_the_array() {
    var lane = service.lane();
    var body =
        IntStream.of(7, 3, 5, 1)
            .mapToObj(number -> Messages.message(lane.ispb(), number))
            .reduce((one, other) -> one + "," + other)
            .orElseThrow();
    assertEquals(201, lane.post("[" + body + "]").status());

    var batch = lane.start();

    assertEquals(IntStream.of(7, 3, 5, 1).boxed().toList(), batch.numbers());
  }

  @Test
  @Tag("delivery.7")
  void redeliveries_come_first_in_order_and_the_batch_is_filled_up() {
    var lane = service.lane();
    lane.store(1, 20);
    var early = lane.startOne().assertBatch(1, 1);
    var late = lane.startOne().assertBatch(2, 2);
    var keeper = lane.startOne().assertBatch(3, 3);
    lane.pull(late.next()).assertBatch(4, 13);
    lane.pullOne(early.next()).assertBatch(14, 14);
    // Given back in another order than they were stored.
    lane.close(early.next());
    lane.close(late.next());

    var reader = lane.startOne().assertBatch(4, 4, 1);
    var next = lane.pull(reader.next());

    assertEquals(
        Stream.concat(IntStream.rangeClosed(5, 13).boxed(), Stream.of(14)).toList(),
        next.numbers());
    assertEquals(10, next.redelivered());
    var rest = lane.pull(next.next()).assertBatch(15, 20);
    lane.close(rest.next());
    lane.close(keeper.next());
    lane.assertOutcomes(3, 3, "confirmed");
    service.assertPartition();
  }

  @Test
  @Tag("delivery.7")
  void a_batch_of_old_and_new_messages_counts_the_old_ones() {
    var lane = service.lane();
    lane.store(1, 4);
    var first = lane.startOne().assertBatch(1, 1);
    lane.pull(first.next()).assertBatch(2, 4);
    lane.close(first.next());
    lane.store(5, 6);

    lane.start().assertBatch(2, 6, 3);
  }
}
