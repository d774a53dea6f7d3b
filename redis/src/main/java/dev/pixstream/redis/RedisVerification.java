package dev.pixstream.redis;

import dev.pixstream.core.Ispb;
import dev.pixstream.core.LaneArchive;
import dev.pixstream.core.processing.SeqRange;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Checks that each message of a lane is in exactly one place: beyond the head, in one leased batch,
 * returned, or confirmed, whether that is in the history yet or still on its way there.
 */
public final class RedisVerification {
  private static final Script PLACES = Script.ofLane("places");

  private final LaneScripts scripts;
  private final LaneArchive archive;

  RedisVerification(LaneScripts scripts, LaneArchive archive) {
    this.scripts = scripts;
    this.archive = archive;
  }

  private record Place(SeqRange range, String what) {}

  /**
   * The lane's violations, each in words. It may be that the lane moved between two looks: what
   * does not persist is none.
   */
  public CompletionStage<List<String>> violations(Ispb ispb) {
    return scripts
        .run(ispb, PLACES, List.of())
        .compose(
            answer ->
                LaneScripts.mustRebuild(answer)
                    // Nobody has it: it is made from the messages when somebody asks.
                    ? Future.succeededFuture(List.<String>of())
                    : Future.fromCompletionStage(archive.unconfirmed(ispb))
                        .map(history -> violations(ispb, answer, history)))
        .toCompletionStage();
  }

  private static List<String> violations(
      Ispb ispb, Response answer, LaneArchive.Unconfirmed history) {
    var found = new ArrayList<String>();
    long head = answer.get(1).toLong();
    int streams = Answers.number(answer, 3);
    if (streams > 6) {
      found.add(ispb.value() + ": " + streams + " streams are open");
    }
    if (head > history.tail()) {
      found.add(ispb.value() + ": head " + head + " lies beyond tail " + history.tail());
    }
    var held = new ArrayList<Place>();
    var onItsWay = new ArrayList<SeqRange>();
    for (int i = 4; i + 2 < answer.size(); i += 3) {
      var range = new SeqRange(answer.get(i + 1).toLong(), answer.get(i + 2).toLong());
      if (Answers.text(answer, i).equals("confirmed")) {
        onItsWay.add(range);
      } else {
        held.add(new Place(range, Answers.text(answer, i)));
      }
    }
    if (head < history.tail()) {
      held.add(new Place(new SeqRange(head, history.tail()), "beyond the head"));
    }
    held.sort(Comparator.comparingLong(place -> place.range().from()));
    // Whatever is not in the history must be held, once, unless it is on its way there.
    var open = Ranges.minus(history.ranges(), onItsWay);
    var places = held.stream().map(Place::range).toList();
    for (var lost : Ranges.minus(open, places)) {
      found.add("%s: (%d, %d] is nowhere".formatted(ispb.value(), lost.from(), lost.to()));
    }
    for (var place : held) {
      for (var twice : Ranges.minus(List.of(place.range()), open)) {
        found.add(
            "%s: (%d, %d] is %s and confirmed"
                .formatted(ispb.value(), twice.from(), twice.to(), place.what()));
      }
    }
    for (int i = 1; i < held.size(); i++) {
      var before = held.get(i - 1);
      var place = held.get(i);
      if (place.range().from() < before.range().to()) {
        found.add(
            "%s: (%d, %d] is %s and %s"
                .formatted(
                    ispb.value(),
                    place.range().from(),
                    Math.min(place.range().to(), before.range().to()),
                    before.what(),
                    place.what()));
      }
    }
    return found;
  }
}
