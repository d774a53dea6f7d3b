package dev.pixstream.redis.view;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.MessageKey;
import dev.pixstream.core.store.MessageHistory;
import dev.pixstream.core.store.MessageHistory.Delivery;
import dev.pixstream.core.store.MessageLog;
import dev.pixstream.core.store.view.TimelineStep;
import dev.pixstream.core.store.view.Timelines;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The life of a message as PostgreSQL keeps it, and what Redis knows of its present. */
public final class RedisTimelines implements Timelines {
  private static final Comparator<TimelineStep> ORDER =
      Comparator.comparing(TimelineStep::began)
          .thenComparing(step -> step.ended().orElse(Instant.MAX));

  private final Timelines kept;
  private final MessageLog messages;
  private final MessageLocator locator;

  public RedisTimelines(Timelines kept, MessageLog messages, MessageLocator locator) {
    this.kept = kept;
    this.messages = messages;
    this.locator = locator;
  }

  @Override
  public CompletionStage<List<LaneId>> lanesOf(MessageKey id, int max) {
    return kept.lanesOf(id, max);
  }

  /** What moves from Redis to PostgreSQL is there before it is gone here, so that is asked last. */
  @Override
  public CompletionStage<List<TimelineStep>> timeline(LaneId lane, MessageKey id) {
    return Future.fromCompletionStage(messages.find(lane, id))
        .compose(
            found ->
                found
                    .map(message -> timeline(lane, id, message))
                    .orElse(Future.succeededFuture(List.of())))
        .toCompletionStage();
  }

  private Future<List<TimelineStep>> timeline(LaneId lane, MessageKey id, MessageHistory message) {
    return locator
        .attempts(lane, message.sequence())
        .compose(
            attempts ->
                Future.fromCompletionStage(kept.timeline(lane, id))
                    .map(steps -> together(steps, attempts)));
  }

  private static List<TimelineStep> together(List<TimelineStep> kept, List<Delivery> attempts) {
    List<TimelineStep> steps = new ArrayList<>(kept);
    for (var attempt : attempts) {
      if (kept.stream().noneMatch(step -> isSame(step, attempt))) {
        steps.add(delivery(attempt));
        if (attempt.outcome().equals("confirmed")) {
          attempt.ended().ifPresent(at -> steps.add(plain("queued", at)));
        }
      }
    }
    steps.sort(ORDER);
    var deliveries = steps.stream().filter(step -> step.kind().equals("delivery")).toList();
    int beyond = Math.max(0, deliveries.size() - MessageHistory.DELIVERIES_MAX);
    steps.removeAll(deliveries.subList(0, beyond));
    return steps;
  }

  private static boolean isSame(TimelineStep step, Delivery attempt) {
    return step.kind().equals("delivery")
        && step.began().equals(attempt.leased())
        && step.actor().equals(Optional.of(Long.toString(attempt.stream())));
  }

  private static TimelineStep plain(String kind, Instant began) {
    return new TimelineStep(
        kind,
        began,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static TimelineStep delivery(Delivery attempt) {
    return new TimelineStep(
        "delivery",
        attempt.leased(),
        attempt.ended(),
        Optional.of(attempt.outcome()),
        Optional.of(Long.toString(attempt.stream())),
        Optional.of(attempt.attempt()),
        Optional.empty());
  }
}
