package dev.pixstream.redis.view;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.SeqRange;
import dev.pixstream.core.store.StoreUnavailableException;
import dev.pixstream.core.store.audit.Place;
import dev.pixstream.core.store.audit.Place.What;
import dev.pixstream.core.store.audit.Snapshot;
import dev.pixstream.core.store.audit.Verification;
import dev.pixstream.redis.lanes.LaneScripts;
import dev.pixstream.redis.link.Answers;
import dev.pixstream.redis.link.Script;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Where the messages of lanes in Redis are. Redis is asked first, then the history: what is
 * confirmed in between shows twice, never not at all.
 */
public final class RedisVerification implements Verification {
  private static final Script PLACES = Script.ofLane("places");

  /** How many ranges one look takes, so that Redis is not held up. */
  private static final int RANGES_MAX = 10_000;

  private final LaneScripts scripts;
  private final Verification history;

  public RedisVerification(LaneScripts scripts, Verification history) {
    this.scripts = scripts;
    this.history = history;
  }

  @Override
  public CompletionStage<List<LaneId>> lanes(Optional<LaneId> from, int lanesMax) {
    return history.lanes(from, lanesMax);
  }

  @Override
  public CompletionStage<Snapshot> look(LaneId lane, long after, int messagesMax) {
    return scripts
        .run(lane, PLACES, List.of(Integer.toString(RANGES_MAX)))
        .compose(
            answer ->
                Future.fromCompletionStage(history.look(lane, after, messagesMax))
                    .map(known -> snapshot(known, answer)))
        .toCompletionStage();
  }

  private static Snapshot snapshot(Snapshot known, Response answer) {
    return switch (Answers.text(answer, 0)) {
      case LaneScripts.REBUILD -> known.unknown();
      case "places" ->
          known.with(answer.get(1).toLong(), Answers.number(answer, 2), places(answer));
      default ->
          throw new StoreUnavailableException(
              "lane " + known.lane().value() + " has much that is not in the history yet");
    };
  }

  private static List<Place> places(Response answer) {
    var places = new ArrayList<Place>();
    for (int i = 3; i + 3 < answer.size(); i += 4) {
      var range = new SeqRange(answer.get(i + 2).toLong(), answer.get(i + 3).toLong());
      places.add(new Place(what(Answers.text(answer, i)), Answers.text(answer, i + 1), range));
    }
    return places;
  }

  private static What what(String word) {
    return switch (word) {
      case "returned" -> What.RETURNED;
      case "leased" -> What.LEASED;
      case "stranded" -> What.LEASED_BY_NONE;
      case "confirmed" -> What.CONFIRMING;
      default -> throw new IllegalStateException("no place: " + word);
    };
  }
}
