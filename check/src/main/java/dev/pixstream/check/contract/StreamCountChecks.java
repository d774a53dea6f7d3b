package dev.pixstream.check.contract;

import dev.pixstream.check.exchange.Pending;
import dev.pixstream.check.exchange.Response;
import dev.pixstream.check.trial.Check;
import dev.pixstream.check.trial.CheckedBatch;
import dev.pixstream.check.trial.CheckedLane;
import dev.pixstream.check.trial.CheckedServer;
import dev.pixstream.check.trial.Expect;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Contract, promise 8. */
final class StreamCountChecks {
  private static final String SECTION = "8";
  private static final int STREAMS = 6;
  private static final int AT_ONCE = 20;

  private StreamCountChecks() {}

  static List<Check> all() {
    return List.of(
        Check.of(
            SECTION,
            "seventh-429",
            "Six streams open; the seventh start answers 429 with Retry-After",
            StreamCountChecks::seventh),
        Check.of(
            SECTION,
            "slot-after-delete",
            "A slot is free again after a DELETE; other lanes have their own six",
            StreamCountChecks::slots),
        Check.of(
            SECTION,
            "twenty-starts",
            "Twenty simultaneous starts open exactly six",
            StreamCountChecks::twenty));
  }

  private static List<CheckedBatch> open(CheckedLane lane, int streams)
      throws IOException, InterruptedException {
    lane.store(streams);
    var open = new ArrayList<CheckedBatch>();
    for (int i = 0; i < streams; i++) {
      open.add(lane.batch(lane.startPath(), CheckedLane.ONE));
    }
    return open;
  }

  private static void seventh(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var _ = open(lane, STREAMS);
    lane.store(1);
    refused(lane.get(lane.startPath(), CheckedLane.ONE));
  }

  private static void refused(Response response) {
    Expect.status(429, "the seventh start", response);
    Expect.that(
        response.header("Retry-After").isPresent(), "429 with Retry-After", response.toString());
  }

  private static void slots(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var open = open(lane, STREAMS);
    lane.close(open.get(2));
    lane.store(1);
    lane.close(lane.batch(lane.startPath(), CheckedLane.ONE));
    var other = target.lane();
    other.store(1);
    other.close(other.start());
  }

  private static void twenty(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    lane.store(AT_ONCE);
    var asking = new ArrayList<Pending>();
    for (int i = 0; i < AT_ONCE; i++) {
      asking.add(lane.begin(lane.startPath(), CheckedLane.ONE));
    }
    int opened = 0;
    var messages = new ArrayList<String>();
    for (var pending : asking) {
      var response = pending.await();
      Expect.anyStatus("one of twenty starts", response, 200, 429);
      if (response.status() == 200) {
        opened++;
        messages.addAll(CheckedBatch.of(lane.startPath(), response).ids());
      }
    }
    Expect.same("streams opened by twenty starts:", STREAMS, opened);
    Expect.same("different messages:", (long) STREAMS, messages.stream().distinct().count());
  }
}
