package dev.pixstream.check.contract;

import dev.pixstream.check.trial.Check;
import dev.pixstream.check.trial.CheckedBatch;
import dev.pixstream.check.trial.CheckedLane;
import dev.pixstream.check.trial.CheckedServer;
import dev.pixstream.check.trial.Expect;
import dev.pixstream.check.trial.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Contract, promise 4. */
final class FencingChecks {
  private static final String SECTION = "4";
  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  private FencingChecks() {}

  static List<Check> all() {
    return List.of(
        Check.of(
            SECTION,
            "closed-410",
            "The iterationIds of a closed stream answer 410",
            FencingChecks::closed),
        Check.of(
            SECTION,
            "late-confirms-nothing",
            "An iterationId that comes after its stream was closed confirms nothing",
            FencingChecks::late),
        Check.of(
            SECTION, "unknown-404", "An id that never existed answers 404", FencingChecks::unknown),
        Check.of(
            SECTION,
            "foreign-404",
            "An id of another ISPB answers 404 and changes nothing",
            FencingChecks::foreign),
        Check.of(
            SECTION,
            "foreign-disturbs-nobody",
            "A request of another ISPB with an id that waits leaves its owner waiting",
            FencingChecks::foreignWait));
  }

  private static void closed(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    lane.store(15);
    var first = lane.start();
    var second = lane.pull(first);
    lane.close(second);
    for (var path : List.of(second.next(), first.next())) {
      Expect.status(410, "GET " + path, lane.begin(path, CheckedLane.MANY).await(AT_ONCE));
    }
  }

  private static void late(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var stored = Message.ids(lane.store(20));
    var first = lane.start();
    var second = lane.pull(first);
    Expect.status(200, "DELETE of the previous id", lane.delete(first.next()));
    var _ = lane.begin(second.next(), CheckedLane.MANY).await(AT_ONCE);
    var _ = lane.delete(second.next());
    var again = lane.start();
    Expect.ids("the batch, which was never confirmed", stored.subList(10, 20), again);
    var _ = lane.delete(second.next());
    var marker = lane.storeOne().endToEndId();
    var other = lane.start();
    Expect.ids("the lease of the new stream as it was", List.of(marker), other);
    lane.close(other);
    lane.close(again);
  }

  private static void unknown(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    lane.store(1);
    for (int i = 0; i < 3; i++) {
      var path = lane.streamPath(Message.newIterationId());
      Expect.status(404, "GET " + path, lane.begin(path, CheckedLane.MANY).await(AT_ONCE));
      Expect.status(404, "DELETE " + path, lane.delete(path));
    }
  }

  private static void foreign(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var other = target.lane();
    lane.store(15);
    var first = lane.start();
    var second = lane.pull(first);
    for (var batch : List.of(first, second)) {
      var id = batch.next().substring(batch.next().lastIndexOf('/') + 1);
      var path = other.streamPath(id);
      Expect.status(404, "GET " + path, other.begin(path, CheckedLane.MANY).await(AT_ONCE));
      Expect.status(404, "DELETE " + path, other.delete(path));
    }
    Expect.ids("the batch as before", second.ids(), lane.pull(first));
    lane.close(second);
  }

  private static void foreignWait(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var other = target.lane();
    lane.store(1);
    var first = lane.start();
    var waiting = lane.begin(first.next(), CheckedLane.MANY);
    var path = other.streamPath(first.next().substring(first.next().lastIndexOf('/') + 1));
    for (int i = 0; i < 3; i++) {
      Expect.status(404, "GET " + path, other.begin(path, CheckedLane.MANY).await(AT_ONCE));
      Expect.status(404, "DELETE " + path, other.delete(path));
    }
    var stored = lane.storeOne().endToEndId();
    var batch = CheckedBatch.of(first.next(), waiting.await());
    Expect.ids("the message, for its owner", List.of(stored), batch);
    lane.close(batch);
  }
}
