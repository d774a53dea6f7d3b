package dev.pixstream.server.flow;

import dev.pixstream.core.delivery.CollectorService;
import dev.pixstream.core.delivery.PullCall;
import dev.pixstream.core.model.IterationId;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.CloseOutcome;
import dev.pixstream.core.store.PullOutcome;
import dev.pixstream.server.faults.Answered;
import dev.pixstream.server.http.Access;
import dev.pixstream.server.http.Admission;
import dev.pixstream.server.http.Handover;
import dev.pixstream.server.http.HttpApi;
import dev.pixstream.server.http.Problem;
import dev.pixstream.server.http.ProblemException;
import dev.pixstream.server.http.Throttled;
import dev.pixstream.server.limits.Traffic;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Open, pull and close, whatever the dialect: limits, admission, the collectors' service, and what
 * becomes of a batch that reaches nobody.
 */
public final class StreamFlow {
  private final CollectorService collectors;
  private final Traffic traffic;
  private final Admission admission;
  private final Handover loop;

  public StreamFlow(
      CollectorService collectors, Traffic traffic, Admission admission, Handover loop) {
    this.collectors = collectors;
    this.traffic = traffic;
    this.admission = admission;
    this.loop = loop;
  }

  /** Opens a stream and answers with its first batch. */
  public void open(RoutingContext context, LaneId lane, Representation representation) {
    Throttled.refusePull(traffic.open(lane));
    admission.checkWaiting();
    var call = collectors.open(lane, representation.messagesMax(), representation.waitMax());
    serve(context, lane, representation, Optional.empty(), call);
  }

  /** Confirms the batch that gave out this id and answers with the next one. */
  public void pull(
      RoutingContext context, LaneId lane, IterationId id, Representation representation) {
    Throttled.refuseGuess(traffic.guess(lane));
    Throttled.refusePull(traffic.pull(lane, id));
    admission.checkWaiting();
    var call = collectors.pull(lane, id, representation.messagesMax(), representation.waitMax());
    serve(context, lane, representation, Optional.of(id), call);
  }

  /**
   * Closes a stream.
   *
   * @param answer writes what it came to
   */
  public void close(
      RoutingContext context, LaneId lane, IterationId id, Consumer<CloseOutcome> answer) {
    if (traffic.guess(lane).isPresent()) {
      // The contract has no 429 for a close.
      throw new ProblemException(
          Problem.OVERLOADED, "Too many unknown iterationIds. This one was not looked up.");
    }
    traffic.closed(lane, id);
    HttpApi.on(
        loop,
        context,
        collectors.close(lane, id),
        outcome -> {
          if (outcome instanceof CloseOutcome.Unknown) {
            traffic.missed(lane);
          }
          answer.accept(outcome);
        });
  }

  private void serve(
      RoutingContext context,
      LaneId lane,
      Representation representation,
      Optional<IterationId> asked,
      PullCall call) {
    context.addEndHandler(ended -> call.abandon());
    HttpApi.on(
        loop,
        context,
        call.outcome(),
        outcome -> {
          follow(lane, asked, outcome);
          if (Access.holds(context)) {
            answer(context, lane, representation, outcome);
          } else {
            refuse(context, lane, outcome);
          }
        });
  }

  /** The stream's bucket goes with its id. */
  private void follow(LaneId lane, Optional<IterationId> asked, PullOutcome outcome) {
    switch (outcome) {
      case PullOutcome.Delivered delivered ->
          traffic.answered(lane, asked.orElse(delivered.next()), delivered.next());
      case PullOutcome.Empty empty ->
          traffic.answered(lane, asked.orElse(empty.next()), empty.next());
      case PullOutcome.Unknown() -> traffic.missed(lane);
      default -> {}
    }
  }

  private void answer(
      RoutingContext context, LaneId lane, Representation representation, PullOutcome outcome) {
    Answered.note(context, outcome);
    if (!(outcome instanceof PullOutcome.Delivered batch)) {
      var _ = representation.write(outcome);
    } else if (context.response().closed()) {
      collectors.undelivered(lane, batch);
    } else {
      representation.write(outcome).onFailure(failure -> collectors.undelivered(lane, batch));
    }
  }

  /** Its credential ended while it waited: what it was to get is free after the grace. */
  private void refuse(RoutingContext context, LaneId lane, PullOutcome outcome) {
    if (outcome instanceof PullOutcome.Delivered delivered) {
      collectors.undelivered(lane, delivered);
    }
    Access.refuse(context);
  }
}
