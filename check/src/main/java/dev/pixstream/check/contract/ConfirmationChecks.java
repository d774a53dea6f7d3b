package dev.pixstream.check.contract;

import dev.pixstream.check.trial.Check;
import dev.pixstream.check.trial.CheckedServer;
import dev.pixstream.check.trial.Expect;
import dev.pixstream.check.trial.Message;
import java.io.IOException;
import java.util.List;

/** Contract, promise 1. */
final class ConfirmationChecks {
  private static final String SECTION = "1";

  private ConfirmationChecks() {}

  static List<Check> all() {
    return List.of(
        Check.of(
            SECTION,
            "confirm-by-pull",
            "A pull of the Pull-Next that came with a batch confirms it",
            ConfirmationChecks::byPull),
        Check.of(
            SECTION,
            "leased-to-one",
            "An unconfirmed batch is leased: no other stream gets any of its messages",
            ConfirmationChecks::leased),
        Check.of(
            SECTION,
            "refusal-confirms-nothing",
            "A pull that is refused with 406 confirms nothing",
            ConfirmationChecks::refusal));
  }

  private static void byPull(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var stored = Message.ids(lane.store(20));
    var first = lane.start();
    var second = lane.pull(first);
    Expect.ids("the next batch", stored.subList(10, 20), second);
    // The first id closes the stream, and gives back what was not confirmed: the second batch.
    Expect.status(200, "DELETE " + first.next(), lane.delete(first.next()));
    var again = lane.start();
    Expect.ids("the unconfirmed batch alone", stored.subList(10, 20), again);
    lane.close(again);
  }

  private static void leased(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var stored = Message.ids(lane.store(15));
    var first = lane.start();
    var second = lane.start();
    Expect.ids("what is not leased", stored.subList(10, 15), second);
    var marker = lane.storeOne().endToEndId();
    var third = lane.start();
    Expect.ids("what is not leased", List.of(marker), third);
    lane.close(first);
    lane.close(second);
    lane.close(third);
  }

  private static void refusal(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var stored = Message.ids(lane.store(20));
    var first = lane.start();
    var second = lane.pull(first);
    Expect.status(406, "a pull for text/html", lane.get(second.next(), "text/html"));
    Expect.status(200, "DELETE " + first.next(), lane.delete(first.next()));
    var again = lane.start();
    Expect.ids("the batch that was not confirmed", stored.subList(10, 20), again);
    lane.close(again);
  }
}
