package dev.pixstream.check.contract;

import dev.pixstream.check.exchange.Pending;
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

/** Contract, promise 2. */
final class SafeRetryChecks {
  private static final String SECTION = "2";
  private static final int AT_ONCE = 8;
  private static final Duration SETTLED = Duration.ofMillis(150);
  private static final Duration SOON = Duration.ofSeconds(2);

  private SafeRetryChecks() {}

  static List<Check> all() {
    return List.of(
        Check.of(
            SECTION,
            "retry-same-batch",
            "A repeated pull returns the very same batch and Pull-Next",
            SafeRetryChecks::same),
        Check.of(
            SECTION,
            "retry-lost-response",
            "A response that was lost with its connection is there again at the same URL",
            SafeRetryChecks::lostResponse),
        Check.of(
            SECTION,
            "retry-at-once",
            "Simultaneous requests of one iterationId get one batch between them; others are 409",
            SafeRetryChecks::atOnce),
        Check.of(
            SECTION,
            "retry-other-form",
            "A retry for application/json of several messages is a 406, and the batch stays",
            SafeRetryChecks::otherForm),
        Check.of(
            SECTION,
            "retry-ends",
            "Once the new Pull-Next was used, the old one brings its batch no more",
            SafeRetryChecks::ends),
        Check.of(
            SECTION,
            "superseded-409",
            "Of two waiting requests of one iterationId the newer is served, the older is a 409",
            SafeRetryChecks::superseded),
        Check.of(
            SECTION,
            "new-id-each-batch",
            "A 200 always names a new iterationId",
            SafeRetryChecks::newId));
  }

  private static void same(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var stored = Message.ids(lane.store(25));
    var first = lane.start();
    var second = lane.pull(first);
    lane.store(1);
    for (int i = 0; i < 2; i++) {
      sameAs(second, lane.pull(first));
    }
    var third = lane.pull(second);
    Expect.ids("the batch after it", stored.subList(20, 25), firstOf(third, 5));
    sameAs(third, lane.pull(second));
    lane.close(third);
  }

  /** What was stored later may be in it as well. */
  private static CheckedBatch firstOf(CheckedBatch batch, int number) {
    int size = Math.min(number, batch.ids().size());
    return new CheckedBatch(
        batch.asked(),
        batch.next(),
        batch.ids().subList(0, size),
        batch.messages().subList(0, size),
        batch.redelivered(),
        batch.response());
  }

  private static void sameAs(CheckedBatch batch, CheckedBatch again) {
    Expect.same("the same Pull-Next", batch.next(), again.next());
    Expect.ids("the same batch", batch.ids(), again);
    Expect.same("the same bytes", batch.response().text(), again.response().text());
  }

  private static void lostResponse(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var stored = Message.ids(lane.store(40));
    var batch = lane.start();
    for (int i = 1; i < 4; i++) {
      for (int attempt = 0; attempt < 3; attempt++) {
        lane.begin(batch.next(), CheckedLane.MANY).abandon();
      }
      target.pause(SETTLED);
      var next = lane.pull(batch);
      Expect.ids("the batch of the lost response", stored.subList(i * 10, i * 10 + 10), next);
      batch = next;
    }
    lane.close(batch);
  }

  private static void atOnce(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var stored = Message.ids(lane.store(60));
    var batch = lane.start();
    for (int round = 1; round < 5; round++) {
      var expected = stored.subList(round * 10, round * 10 + 10);
      var asking = new ArrayList<Pending>();
      for (int i = 0; i < AT_ONCE; i++) {
        asking.add(lane.begin(batch.next(), CheckedLane.MANY));
      }
      var answers = new ArrayList<CheckedBatch>();
      for (var pending : asking) {
        var response = pending.await();
        Expect.anyStatus("one of " + AT_ONCE + " simultaneous pulls", response, 200, 409);
        if (response.status() == 200) {
          answers.add(CheckedBatch.of(batch.next(), response));
        }
      }
      answers.add(lane.pull(batch));
      for (var answer : answers) {
        Expect.ids("one batch for all of them", expected, answer);
        Expect.same("one Pull-Next for all of them", answers.getFirst().next(), answer.next());
      }
      batch = answers.getLast();
    }
    lane.close(batch);
  }

  private static void otherForm(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    lane.store(15);
    var first = lane.start();
    var second = lane.pull(first);
    Expect.status(406, "a retry for application/json", lane.get(first.next(), CheckedLane.ONE));
    sameAs(second, lane.pull(first));
    lane.close(second);
  }

  private static void ends(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var stored = Message.ids(lane.store(25));
    var first = lane.start();
    var second = lane.pull(first);
    var third = lane.pull(second);
    var old = lane.begin(first.next(), CheckedLane.MANY).await(SOON);
    Expect.that(old.status() != 200 && old.status() != 204, "no batch any more", old.toString());
    Expect.ids("the latest batch as before", third.ids(), lane.pull(second));
    Expect.ids("what came in order", stored.subList(20, 25), third);
    lane.close(third);
  }

  private static void superseded(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    lane.store(1);
    var batch = lane.start();
    var older = lane.begin(batch.next(), CheckedLane.MANY);
    if (older.answersWithin(SETTLED)) {
      throw new Unmet("a pull that waits", older.await().toString());
    }
    var newer = lane.begin(batch.next(), CheckedLane.MANY);
    Expect.status(409, "the older request", older.await(SOON));
    var stored = lane.storeOne();
    var next = CheckedBatch.of(batch.next(), newer.await(SOON));
    Expect.ids("the message at the newer request", List.of(stored.endToEndId()), next);
    lane.close(next);
  }

  private static void newId(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    lane.store(5);
    var path = lane.startPath();
    var seen = new ArrayList<String>();
    for (int i = 0; i < 5; i++) {
      var batch = lane.batch(path, CheckedLane.ONE);
      Expect.that(
          !seen.contains(batch.next()), "an iterationId that was not there before", batch.next());
      seen.add(batch.next());
      path = batch.next();
    }
    Expect.status(200, "DELETE", lane.delete(path));
  }
}
