package dev.pixstream.redis.view;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.MessageHistory.Delivery;
import dev.pixstream.redis.lanes.Lanes;
import dev.pixstream.redis.link.Answers;
import dev.pixstream.redis.link.Script;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What Redis knows of one message that is not in PostgreSQL, or not yet. */
public final class MessageLocator {
  private static final Script ATTEMPTS = Script.ofLane("attempts");
  private static final int FIELDS = 6;

  private final Lanes lanes;

  public MessageLocator(Lanes lanes) {
    this.lanes = lanes;
  }

  /** Attempts to deliver it that are leased, or over and perhaps not in the history yet. */
  Future<List<Delivery>> attempts(LaneId lane, long seq) {
    return lanes
        .runIfThere(lane, ATTEMPTS, List.of(Long.toString(seq)))
        .map(answer -> answer.map(MessageLocator::deliveries).orElse(List.of()));
  }

  private static List<Delivery> deliveries(Response answer) {
    List<Delivery> deliveries = new ArrayList<>();
    for (int i = 2; i + FIELDS <= answer.size(); i += FIELDS) {
      var at = Answers.text(answer, i + 4);
      deliveries.add(
          new Delivery(
              answer.get(i).toLong(),
              Answers.number(answer, i + 1),
              Answers.instant(answer.get(i + 2).toLong()),
              Answers.instant(answer.get(i + 3).toLong()),
              at.equals("-") ? Optional.empty() : Optional.of(Answers.instant(Long.parseLong(at))),
              Answers.text(answer, i + 5)));
    }
    return deliveries;
  }
}
