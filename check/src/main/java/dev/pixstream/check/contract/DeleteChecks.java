package dev.pixstream.check.contract;

import dev.pixstream.check.trial.Check;
import dev.pixstream.check.trial.CheckedServer;
import dev.pixstream.check.trial.Expect;
import dev.pixstream.check.trial.Message;
import java.io.IOException;
import java.util.List;

/** Contract, promise 5. */
final class DeleteChecks {
  private static final String SECTION = "5";

  private DeleteChecks() {}

  static List<Check> all() {
    return List.of(
        Check.of(
            SECTION,
            "delete-confirms",
            "DELETE with the latest iterationId answers 200 {} and confirms the last batch",
            DeleteChecks::latest),
        Check.of(
            SECTION,
            "delete-previous",
            "DELETE with the previous iterationId puts the unconfirmed batch back",
            DeleteChecks::previous),
        Check.of(SECTION, "delete-twice-410", "A second DELETE answers 410", DeleteChecks::twice),
        Check.of(
            SECTION,
            "delete-old-410",
            "DELETE with an older id of a stream that lives answers 410 and changes nothing",
            DeleteChecks::old));
  }

  private static void latest(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    lane.store(3);
    var batch = lane.start();
    var response = lane.delete(batch.next());
    Expect.status(200, "DELETE", response);
    Expect.that(Expect.object(response).byName().isEmpty(), "the body {}", response.toString());
    var marker = lane.storeOne().endToEndId();
    var next = lane.start();
    Expect.ids("nothing of what was confirmed", List.of(marker), next);
    lane.close(next);
  }

  private static void previous(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var stored = Message.ids(lane.store(13));
    var first = lane.start();
    var second = lane.pull(first);
    Expect.ids("the last batch", stored.subList(10, 13), second);
    Expect.status(200, "DELETE with the previous id", lane.delete(first.next()));
    var again = lane.start();
    Expect.ids("the batch that was put back", stored.subList(10, 13), again);
    Expect.same("the very same bytes", second.messages(), again.messages());
    lane.close(again);
  }

  private static void twice(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    lane.store(1);
    var batch = lane.start();
    lane.close(batch);
    Expect.status(410, "a second DELETE", lane.delete(batch.next()));
  }

  private static void old(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    lane.store(25);
    var first = lane.start();
    var second = lane.pull(first);
    var third = lane.pull(second);
    Expect.status(410, "DELETE with an older id", lane.delete(first.next()));
    Expect.ids("the batch as before", third.ids(), lane.pull(second));
    Expect.status(200, "DELETE with the latest id", lane.delete(third.next()));
    var marker = lane.storeOne().endToEndId();
    var next = lane.start();
    Expect.ids("nothing of what was confirmed", List.of(marker), next);
    lane.close(next);
  }
}
