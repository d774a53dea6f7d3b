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
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Contract, promise 3. These wait for leases to end. */
final class LeaseChecks {
  private static final String SECTION = "3";
  private static final Duration NOTICED = Duration.ofSeconds(3);
  private static final int STREAMS = 6;

  private LeaseChecks() {}

  static List<Check> all() {
    return List.of(
        Check.of(
            SECTION,
            "lease-ends",
            "The batch of a stream that does not come back goes to the next collector, in order",
            LeaseChecks::ends),
        Check.of(
            SECTION,
            "lease-frees-slot",
            "A stream that does not come back gives its slot back",
            LeaseChecks::slot),
        Check.of(
            SECTION,
            "lease-holds",
            "Until the lease ends nobody else gets the batch",
            LeaseChecks::holds),
        Check.of(
            SECTION,
            "lease-while-waiting",
            "Waiting in a long poll keeps a stream alive",
            LeaseChecks::whileWaiting),
        Check.of(
            SECTION,
            "expired-410",
            "The iterationIds of an expired stream answer 410 and confirm nothing (promise 4)",
            LeaseChecks::expired));
  }

  private static void needs(CheckedServer target, Duration time) {
    if (time.compareTo(target.settings().patience()) > 0) {
      throw new Inapplicable(
          String.format(
              Locale.ROOT,
              "needs %d s of patience for a lease of %d s (--lease, --patience)",
              roundedUp(time),
              roundedUp(target.settings().lease())));
    }
  }

  private static long roundedUp(Duration time) {
    return time.plusMillis(999).toSeconds();
  }

  private static Duration untilNoticed(CheckedServer target) {
    return target.settings().lease().plus(NOTICED);
  }

  private static void needsLease(CheckedServer target) {
    needs(target, untilNoticed(target));
  }

  /** Asks again and again, as a collector does, until a batch comes or it is too late. */
  private static CheckedBatch await(CheckedServer target, CheckedLane lane, String what)
      throws IOException, InterruptedException {
    long endNanos = System.nanoTime() + untilNoticed(target).toNanos();
    var path = lane.startPath();
    while (System.nanoTime() < endNanos) {
      var pending = lane.begin(path, CheckedLane.MANY);
      if (!pending.answersWithin(Duration.ofNanos(endNanos - System.nanoTime()))) {
        pending.abandon();
        break;
      }
      var response = pending.await();
      if (response.status() != 204) {
        return CheckedBatch.of(path, response);
      }
      path = response.pullNext().orElse(path);
    }
    throw new Unmet(what + " within " + untilNoticed(target).toMillis() + " ms", "none");
  }

  private static void ends(CheckedServer target) throws IOException, InterruptedException {
    needsLease(target);
    var lane = target.lane();
    var stored = Message.ids(lane.store(5));
    var lost = lane.start();
    Expect.ids("the batch", stored, lost);
    var again = await(target, lane, "the batch of the stream that does not come back");
    Expect.ids("the same messages in order", stored, again);
    lane.close(again);
  }

  private static void slot(CheckedServer target) throws IOException, InterruptedException {
    needsLease(target);
    var lane = target.lane();
    lane.store(STREAMS);
    for (int i = 0; i < STREAMS; i++) {
      var _ = lane.batch(lane.startPath(), CheckedLane.ONE);
    }
    var full = lane.get(lane.startPath(), CheckedLane.ONE);
    if (full.status() != 429) {
      throw new Inapplicable("the server opens more than six streams (promise 8)");
    }
    target.pause(untilNoticed(target));
    lane.close(lane.batch(lane.startPath(), CheckedLane.ONE));
  }

  private static void holds(CheckedServer target) throws IOException, InterruptedException {
    needsLease(target);
    var lane = target.lane();
    var stored = Message.ids(lane.store(3));
    var first = lane.start();
    target.pause(target.settings().lease().dividedBy(2));
    var marker = lane.storeOne().endToEndId();
    var other = lane.start();
    Expect.ids("what is not leased", List.of(marker), other);
    lane.close(other);
    Expect.ids("the batch", stored, first);
    lane.close(first);
  }

  private static void whileWaiting(CheckedServer target) throws IOException, InterruptedException {
    var time = target.settings().lease().multipliedBy(3).dividedBy(2).plus(NOTICED);
    needs(target, time);
    var lane = target.lane();
    lane.store(1);
    var path = lane.start().next();
    long endNanos = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < endNanos) {
      var response = lane.get(path, CheckedLane.MANY);
      Expect.status(204, "a stream that waits again and again", response);
      path = response.pullNext().orElse(path);
    }
    Expect.status(200, "DELETE", lane.delete(path));
  }

  private static void expired(CheckedServer target) throws IOException, InterruptedException {
    needsLease(target);
    var lane = target.lane();
    var stored = Message.ids(lane.store(3));
    var late = lane.start();
    target.pause(untilNoticed(target));
    Expect.status(410, "a pull that comes too late", lane.get(late.next(), CheckedLane.MANY));
    Expect.status(410, "a DELETE that comes too late", lane.delete(late.next()));
    var again = lane.start();
    Expect.ids("the messages, which were not confirmed", stored, again);
    Expect.status(410, "a pull after redelivery", lane.get(late.next(), CheckedLane.MANY));
    lane.close(again);
  }
}
