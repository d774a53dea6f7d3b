package dev.pixstream.check.contract;

import dev.pixstream.check.exchange.Response;
import dev.pixstream.check.trial.Check;
import dev.pixstream.check.trial.CheckedLane;
import dev.pixstream.check.trial.CheckedServer;
import dev.pixstream.check.trial.Expect;
import dev.pixstream.check.trial.Inapplicable;
import dev.pixstream.check.trial.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Contract, promise 9. Limits are high by default, so often they are not reached. */
final class LimitChecks {
  private static final String SECTION = "9";
  private static final int PULLS = 200;
  private static final int ARRAYS = 4;
  private static final int ARRAY_MAX = 1_000;

  private LimitChecks() {}

  static List<Check> all() {
    return List.of(
        Check.of(
            SECTION,
            "limit-of-pulls",
            "Beyond the limit of pulls: 429 with Retry-After, and nothing claimed",
            LimitChecks::pulls),
        Check.of(
            SECTION,
            "limit-of-stores",
            "Beyond the limit of stored messages: 429 with Retry-After, and nothing stored",
            LimitChecks::stores));
  }

  private static void retryAfter(Response response) {
    Expect.that(
        response.header("Retry-After").filter(s -> s.matches("[0-9]+")).isPresent(),
        "429 with Retry-After in seconds",
        response.toString());
  }

  private static void pulls(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    lane.store(15);
    var first = lane.start();
    var second = lane.pull(first);
    for (int i = 0; i < PULLS; i++) {
      // A retry claims nothing, so it can be repeated without end.
      var response = lane.get(first.next(), CheckedLane.MANY);
      if (response.status() == 429) {
        retryAfter(response);
        target.pauseAsTold(response);
        Expect.ids("the same batch afterwards", second.ids(), lane.pull(first));
        return;
      }
      Expect.status(200, "a retry", response);
    }
    lane.close(second);
    throw new Inapplicable("no limit was reached by " + PULLS + " pulls");
  }

  private static void stores(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var stored = new ArrayList<Message>();
    for (int i = 0; i < ARRAYS; i++) {
      var messages = Stream.generate(() -> Message.to(lane.ispb())).limit(ARRAY_MAX).toList();
      var response = lane.post(Message.array(messages));
      if (response.status() == 429) {
        retryAfter(response);
        onlyStored(lane, stored);
        return;
      }
      Expect.status(201, "an array of 1,000 messages", response);
      lane.expectToCome(Message.ids(messages));
      stored.addAll(messages);
    }
    throw new Inapplicable(
        "no limit was reached by " + ARRAYS * ARRAY_MAX + " messages in " + ARRAYS + " requests");
  }

  private static void onlyStored(CheckedLane lane, List<Message> stored)
      throws IOException, InterruptedException {
    // A small one fits into the bucket, or is stored when it has filled up a little.
    var expected = new ArrayList<>(stored);
    expected.add(lane.storeOne());
    var received = new ArrayList<String>();
    var batch = lane.start();
    received.addAll(batch.ids());
    while (received.size() < expected.size()) {
      batch = lane.pull(batch);
      received.addAll(batch.ids());
    }
    lane.close(batch);
    Expect.same("what was answered with 201", Message.ids(expected), received);
  }
}
