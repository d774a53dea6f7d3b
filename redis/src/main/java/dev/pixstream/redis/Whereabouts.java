package dev.pixstream.redis;

import dev.pixstream.core.Ispb;
import dev.pixstream.core.MessageHistory.Delivery;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What Redis knows of one message that is not in PostgreSQL, or not yet. */
final class Whereabouts {
  private static final Script ATTEMPTS = Script.ofLane("attempts");
  private static final Script WORKED_ON = Script.ofQueue("worked_on");
  private static final int FIELDS = 6;

  private final Lanes lanes;
  private final QueueCalls queue;

  Whereabouts(Lanes lanes, QueueCalls queue) {
    this.lanes = lanes;
    this.queue = queue;
  }

  /** A worker that has the message now; nothing is known of one that tries it alone. */
  record Work(Optional<Running> job) {}

  /** A job that holds it. */
  record Running(Instant takenAt, String worker, int attempt) {}

  /** Attempts to deliver it that are leased, or over and perhaps not in the history yet. */
  Future<List<Delivery>> attempts(Ispb ispb, long seq) {
    return lanes
        .runIfThere(ispb, ATTEMPTS, List.of(Long.toString(seq)))
        .map(answer -> answer.map(Whereabouts::deliveries).orElse(List.of()));
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

  /** Who processes it. */
  Future<Optional<Work>> work(Ispb ispb, long seq) {
    return queue
        .looked(WORKED_ON, ispb, List.of(Long.toString(seq)))
        .map(
            answer ->
                switch (Answers.text(answer, 0)) {
                  case "job" -> Optional.of(new Work(Optional.of(running(answer))));
                  case "retry" -> Optional.of(new Work(Optional.empty()));
                  default -> Optional.empty();
                });
  }

  private static Running running(Response answer) {
    return new Running(
        Answers.instant(answer.get(1).toLong()),
        Answers.text(answer, 2),
        Answers.number(answer, 3));
  }
}
