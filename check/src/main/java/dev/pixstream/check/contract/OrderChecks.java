package dev.pixstream.check.contract;

import dev.pixstream.check.trial.Check;
import dev.pixstream.check.trial.CheckedServer;
import dev.pixstream.check.trial.Expect;
import dev.pixstream.check.trial.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Contract, promise 7. */
final class OrderChecks {
  private static final String SECTION = "7";

  private OrderChecks() {}

  static List<Check> all() {
    return List.of(
        Check.of(
            SECTION,
            "order",
            "A lane is read in the order in which its messages were stored",
            OrderChecks::order),
        Check.of(
            SECTION,
            "redeliveries-first",
            "Messages that went back come before those that were never delivered",
            OrderChecks::redeliveries));
  }

  private static void order(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var stored = new ArrayList<String>();
    for (int size : List.of(1, 1, 12, 1, 3, 15)) {
      stored.addAll(Message.ids(lane.store(size)));
    }
    var received = new ArrayList<String>();
    var batch = lane.start();
    received.addAll(batch.ids());
    while (received.size() < stored.size()) {
      batch = lane.pull(batch);
      received.addAll(batch.ids());
    }
    lane.close(batch);
    Expect.same("the order of storing", stored, received);
  }

  private static void redeliveries(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var stored = Message.ids(lane.store(30));
    var first = lane.start();
    var second = lane.pull(first);
    Expect.ids("the second batch", stored.subList(10, 20), second);
    Expect.status(200, "DELETE with the previous id", lane.delete(first.next()));
    var third = lane.start();
    Expect.ids("what went back", stored.subList(10, 20), third);
    var fourth = lane.pull(third);
    Expect.ids("then what is new", stored.subList(20, 30), fourth);
    lane.close(fourth);
  }
}
