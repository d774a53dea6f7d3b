package dev.pixstream.server.faults;

import dev.pixstream.core.model.Channel;
import dev.pixstream.core.model.Ispb;
import dev.pixstream.core.model.IterationId;
import dev.pixstream.core.model.LaneId;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Has the active faults happen to requests. */
public final class FaultFilter implements Interception {

  private final Faults faults;
  private final Node node;

  /** What faults need of the node. */
  public interface Node {
    /** Answers with 429. */
    void throttle(RoutingContext context, Target target, int retryAfterSeconds);

    /** Answers with 503. */
    void refuse(RoutingContext context, int retryAfterSeconds);

    /** Answers that it knows no such stream. */
    void forget(RoutingContext context);

    /** Ends the lease of a batch; says whether it was leased. */
    CompletionStage<Boolean> endLease(LaneId lane, IterationId next);

    /** Goes on with the result on the request's event loop; a failure is answered. */
    <T> void onContext(RoutingContext context, CompletionStage<T> stage, Consumer<T> next);
  }

  /** A filter for one event loop; they share the faults. */
  public FaultFilter(Faults faults, Node node) {
    this.faults = faults;
    this.node = node;
  }

  @Override
  public Handler<RoutingContext> around(
      Channel channel, Target target, Handler<RoutingContext> handler) {
    return context ->
        Ispb.parse(context.pathParam("ispb"))
            .map(ispb -> new LaneId(channel, ispb))
            .ifPresentOrElse(
                lane -> intercept(context, target, lane, handler), () -> handler.handle(context));
  }

  private void intercept(
      RoutingContext context, Target target, LaneId lane, Handler<RoutingContext> handler) {
    var id = Optional.ofNullable(context.pathParam("iterationId"));
    var call = faults.call(target, lane, id.orElse(""));
    var before = faults.before(call);
    var faulty =
        FaultyResponse.on(context, (response, body) -> after(context, call, body.length()));
    Runnable serving =
        () ->
            before
                .effect()
                .ifPresentOrElse(
                    effect -> instead(context, call, effect, () -> handler.handle(faulty)),
                    () -> handler.handle(faulty));
    if (before.delayMs() == 0) {
      serving.run();
    } else {
      context.vertx().setTimer(before.delayMs(), timer -> late(context, serving));
    }
  }

  /** Whoever left meanwhile is not served: the request was lost on its way. */
  private static void late(RoutingContext context, Runnable serving) {
    if (context.response().closed()) {
      return;
    }
    try {
      serving.run();
    } catch (RuntimeException e) {
      context.fail(e);
    }
  }

  private void instead(RoutingContext context, Call call, Effect effect, Runnable serving) {
    switch (effect) {
      case Effect.Throttled(var retryAfter) -> node.throttle(context, call.target(), retryAfter);
      case Effect.Unavailable(var retryAfter) -> node.refuse(context, retryAfter);
      case Effect.Duplicate() ->
          node.onContext(
              context,
              node.endLease(call.lane(), new IterationId(context.pathParam("iterationId"))),
              ended -> {
                if (ended) {
                  node.forget(context);
                } else {
                  serving.run();
                }
              });
      case Effect.Delay _,
          Effect.LostResponse _,
          Effect.BadGateway _,
          Effect.CutBody _,
          Effect.EndedLease _ ->
          serving.run();
    }
  }

  private Optional<Effect> after(RoutingContext context, Call call, int bodyBytes) {
    var answered = Answered.of(context);
    boolean batch = answered.filter(Answered::batch).isPresent();
    answered.ifPresent(known -> faults.answered(call, known.next().value(), batch));
    var effect = faults.after(call, bodyBytes > 0, batch);
    if (answered.isPresent() && effect.orElse(null) instanceof Effect.EndedLease(var after)) {
      endLease(context, call.lane(), answered.get().next(), after);
      return Optional.empty();
    }
    return effect;
  }

  /** The response is on its way meanwhile; an end that fails leaves the lease as it is. */
  private void endLease(RoutingContext context, LaneId lane, IterationId next, Duration after) {
    if (after.isZero()) {
      var _ = node.endLease(lane, next);
    } else {
      context.vertx().setTimer(after.toMillis(), timer -> node.endLease(lane, next));
    }
  }
}
