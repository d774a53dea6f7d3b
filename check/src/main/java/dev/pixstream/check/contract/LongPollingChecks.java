package dev.pixstream.check.contract;

import dev.pixstream.check.exchange.Pending;
import dev.pixstream.check.exchange.Response;
import dev.pixstream.check.exchange.Unmet;
import dev.pixstream.check.trial.Check;
import dev.pixstream.check.trial.CheckedBatch;
import dev.pixstream.check.trial.CheckedLane;
import dev.pixstream.check.trial.CheckedServer;
import dev.pixstream.check.trial.Expect;
import dev.pixstream.check.trial.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Contract, Long polling. */
final class LongPollingChecks {
  private static final String SECTION = "long-polling";

  /** An idle server that is told nothing of its wait has to wait this long at least. */
  private static final Duration WAIT_MIN = Duration.ofMillis(200);

  private static final Duration ON_THE_WAY = Duration.ofSeconds(1);

  /** Longer than a request takes to reach its waiting place, far shorter than a wait. */
  private static final Duration SETTLED = Duration.ofMillis(150);

  private static final int STREAMS = 6;

  private LongPollingChecks() {}

  static List<Check> all() {
    return List.of(
        Check.of(
            SECTION,
            "wait-204",
            "A pull with nothing to deliver waits, at most 8 s, then 204 with Pull-Next",
            LongPollingChecks::waits),
        Check.of(
            SECTION,
            "wait-spread",
            "Waits are shortened by a random tenth, so that idle collectors spread out",
            LongPollingChecks::spread),
        Check.of(
            SECTION,
            "never-waits-to-fill",
            "The first message present is sent at once, with whatever else is there",
            LongPollingChecks::atOnce),
        Check.of(
            SECTION,
            "wake",
            "A message stored while a collector waits is sent to it at once",
            LongPollingChecks::wakes),
        Check.of(
            SECTION,
            "wake-longest-first",
            "A message wakes one collector, the one that has waited longest",
            LongPollingChecks::longestFirst),
        Check.of(
            SECTION,
            "disconnect-while-waiting",
            "A collector that goes away while it waits gets no batch; another has it at once",
            LongPollingChecks::disconnect));
  }

  private static void waits(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    lane.store(1);
    var batch = lane.start();
    var pulling = lane.begin(batch.next(), CheckedLane.MANY);
    target.pause(SETTLED);
    var starting = lane.begin(lane.startPath(), CheckedLane.MANY);
    for (var pending : List.of(pulling, starting)) {
      inTime(target, pending.await());
    }
    var stored = lane.storeOne();
    var next = lane.batch(pullNext(pulling.await()), CheckedLane.MANY);
    Expect.ids("the stream goes on: the new message", List.of(stored.endToEndId()), next);
    lane.close(next);
    Expect.status(200, "DELETE", lane.delete(pullNext(starting.await())));
  }

  private static String pullNext(Response response) {
    return response
        .pullNext()
        .orElseThrow(() -> new Unmet("a 204 with Pull-Next", response.toString()));
  }

  private static void inTime(CheckedServer target, Response response) {
    Expect.status(204, "a pull of an empty lane", response);
    var max = target.settings().waitMax();
    var min =
        target
            .settings()
            .idleWait()
            .map(wait -> wait.multipliedBy(9).dividedBy(10))
            .orElse(WAIT_MIN);
    // A clock of the server may be coarser than ours.
    Expect.that(
        response.took().plusMillis(20).compareTo(min) >= 0
            && response.took().compareTo(max.plus(ON_THE_WAY)) <= 0,
        String.format(Locale.ROOT, "a 204 after %d to %d ms", min.toMillis(), max.toMillis()),
        response.toString());
  }

  private static void spread(CheckedServer target) throws IOException, InterruptedException {
    var lanes = List.of(target.lane(), target.lane());
    var waits = waits(lanes);
    // Twelve random numbers lie within three tenths of their range once in 50,000 times. But a
    // machine that stands still for a moment answers all at once: so there is a second try.
    if (!areSpread(waits)) {
      waits = waits(lanes);
    }
    Expect.that(areSpread(waits), "waits that differ by 3 % at least", "waits of " + waits + " ms");
  }

  private static boolean areSpread(List<Long> sorted) {
    return (sorted.getLast() - sorted.getFirst()) * 100 >= sorted.getLast() * 3;
  }

  private static List<Long> waits(List<CheckedLane> lanes)
      throws IOException, InterruptedException {
    var waiting = new ArrayList<Pending>();
    for (var lane : lanes) {
      for (int i = 0; i < STREAMS; i++) {
        waiting.add(lane.begin(lane.startPath(), CheckedLane.MANY));
      }
    }
    var times = new ArrayList<Long>();
    for (var pending : waiting) {
      var response = pending.await();
      Expect.status(204, "a start on an empty lane", response);
      times.add(response.took().toMillis());
    }
    for (var lane : lanes) {
      lane.closeAll();
    }
    return times.stream().sorted().toList();
  }

  private static void atOnce(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var stored = Message.ids(lane.store(2));
    var response = lane.begin(lane.startPath(), CheckedLane.MANY).await(ON_THE_WAY);
    var batch = CheckedBatch.of(lane.startPath(), response);
    Expect.ids("what is there", stored, batch);
    lane.close(batch);
  }

  private static void wakes(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var path = lane.startPath();
    for (int i = 0; i < 3; i++) {
      var waiting = lane.begin(path, CheckedLane.MANY);
      if (waiting.answersWithin(SETTLED)) {
        throw new Unmet("a pull that waits", waiting.await().toString());
      }
      var stored = lane.storeOne();
      var batch = CheckedBatch.of(path, waiting.await(ON_THE_WAY));
      Expect.ids("the new message", List.of(stored.endToEndId()), batch);
      path = batch.next();
    }
    Expect.status(200, "DELETE", lane.delete(path));
  }

  private static void longestFirst(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var waiting = new ArrayList<Pending>();
    for (int i = 0; i < 3; i++) {
      waiting.add(lane.begin(lane.startPath(), CheckedLane.MANY));
      target.pause(SETTLED);
    }
    for (int i = 0; i < waiting.size(); i++) {
      var stored = lane.storeOne();
      Response response;
      try {
        response = waiting.get(i).await(ON_THE_WAY);
      } catch (Unmet late) {
        throw new Unmet("the message at the one that has waited longest", late.came());
      }
      var batch = CheckedBatch.of(lane.startPath(), response);
      Expect.ids("the message", List.of(stored.endToEndId()), batch);
      for (var other : waiting.subList(i + 1, waiting.size())) {
        if (other.answersWithin(SETTLED.dividedBy(3))) {
          throw new Unmet("the others to go on waiting", other.await().toString());
        }
      }
    }
  }

  private static void disconnect(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    for (int i = 0; i < 3; i++) {
      var leaving = lane.begin(lane.startPath(), CheckedLane.MANY);
      target.pause(SETTLED);
      var staying = lane.begin(lane.startPath(), CheckedLane.MANY);
      target.pause(SETTLED);
      leaving.abandon();
      target.pause(SETTLED);
      var stored = lane.storeOne();
      var batch = CheckedBatch.of(lane.startPath(), staying.await(ON_THE_WAY));
      Expect.ids("the message at who stayed", List.of(stored.endToEndId()), batch);
      lane.close(batch);
    }
  }
}
