package dev.pixstream.check.contract;

import dev.pixstream.check.exchange.Unmet;
import dev.pixstream.check.trial.Check;
import dev.pixstream.check.trial.CheckedBatch;
import dev.pixstream.check.trial.CheckedLane;
import dev.pixstream.check.trial.CheckedServer;
import dev.pixstream.check.trial.Expect;
import dev.pixstream.check.trial.Inapplicable;
import dev.pixstream.check.trial.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Contract, promise 6. */
final class DeliveryChecks {
  private static final String SECTION = "6";
  private static final int COLLECTORS = 6;
  private static final int MESSAGES = 300;

  private DeliveryChecks() {}

  static List<Check> all() {
    return List.of(
        Check.of(
            SECTION,
            "once-to-six",
            "Six collectors that pull at once get every message once",
            DeliveryChecks::sharing),
        Check.of(
            SECTION,
            "redelivered-header",
            "Redelivered says how many messages of a batch were delivered before",
            DeliveryChecks::redelivered),
        Check.of(
            SECTION,
            "survives-kill",
            "A stored message survives kill -9 of every process",
            target -> {
              throw new Inapplicable("processes can't be killed over HTTP");
            }));
  }

  private static void sharing(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var stored = new HashSet<>(Message.ids(lane.store(MESSAGES)));
    var received = new ConcurrentLinkedQueue<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var collectors = new ArrayList<Future<?>>();
      for (int i = 0; i < COLLECTORS; i++) {
        collectors.add(
            threads.submit(
                () -> {
                  collect(target, lane, received);
                  return true;
                }));
      }
      // More come while they read.
      for (int i = 0; i < 5; i++) {
        stored.addAll(Message.ids(lane.store(20)));
      }
      for (var collector : collectors) {
        var _ = collector.get();
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case Unmet unmet -> throw unmet;
        case IOException io -> throw io;
        case null, default -> throw new IllegalStateException(e);
      }
    }
    var twice = new HashSet<String>();
    var once = new HashSet<String>();
    received.stream().filter(id -> !once.add(id)).forEach(twice::add);
    Expect.that(twice.isEmpty(), "each message once", twice.size() + " came twice: " + twice);
    stored.removeAll(once);
    Expect.that(stored.isEmpty(), "every message", stored.size() + " did not come: " + stored);
  }

  private static void collect(
      CheckedServer target, CheckedLane lane, ConcurrentLinkedQueue<String> received)
      throws IOException, InterruptedException {
    var path = lane.startPath();
    while (true) {
      var pending = lane.begin(path, CheckedLane.MANY);
      if (!pending.answersWithin(target.drainPatience())) {
        pending.abandon();
        return;
      }
      var response = pending.await();
      if (response.status() == 204) {
        var _ = lane.delete(response.pullNext().orElse(path));
        return;
      }
      var batch = CheckedBatch.of(path, response);
      received.addAll(batch.ids());
      path = batch.next();
    }
  }

  private static void redelivered(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    lane.store(13);
    var first = lane.start();
    var second = lane.pull(first);
    for (var fresh : List.of(first, second)) {
      Expect.that(
          fresh.redelivered() == 0, "no Redelivered for new messages", fresh.response().toString());
    }
    Expect.status(200, "DELETE with the previous id", lane.delete(first.next()));
    lane.store(2);
    var again = lane.start();
    var before = Set.copyOf(second.ids());
    long expected = again.ids().stream().filter(before::contains).count();
    Expect.that(
        again.redelivered() == expected, "Redelivered: " + expected, again.response().toString());
  }
}
