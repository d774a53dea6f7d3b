package dev.pixstream.server.dialect.json;

import dev.pixstream.core.delivery.CollectorService;
import dev.pixstream.core.delivery.PullCall;
import dev.pixstream.core.model.Ispb;
import dev.pixstream.core.model.IterationId;
import dev.pixstream.core.model.Payload;
import dev.pixstream.core.store.CloseOutcome;
import dev.pixstream.core.store.PullOutcome;
import dev.pixstream.server.faults.Interception;
import dev.pixstream.server.faults.Target;
import dev.pixstream.server.http.Access;
import dev.pixstream.server.http.Admission;
import dev.pixstream.server.http.Handover;
import dev.pixstream.server.http.HttpApi;
import dev.pixstream.server.http.Methods;
import dev.pixstream.server.http.Problem;
import dev.pixstream.server.http.ProblemException;
import dev.pixstream.server.http.Throttled;
import dev.pixstream.server.limits.Traffic;
import dev.pixstream.server.security.Role;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/** Open, pull and close. The one place that maps outcomes to status codes. */
public final class StreamRoutes {
  private static final CharSequence PULL_NEXT = HttpHeaders.createOptimized("Pull-Next");
  private static final CharSequence REDELIVERED = HttpHeaders.createOptimized("Redelivered");
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

  private static final String UNKNOWN = "This ISPB has no such iterationId. Start a new stream.";

  private final CollectorService collectors;
  private final Traffic traffic;
  private final Admission admission;
  private final Handover loop;

  public StreamRoutes(
      CollectorService collectors, Traffic traffic, Admission admission, Handover loop) {
    this.collectors = collectors;
    this.traffic = traffic;
    this.admission = admission;
    this.loop = loop;
  }

  public void addTo(Router router, Interception faults) {
    Methods.getAlone(Access.needs(router.get("/api/pix/:ispb/stream/start"), Role.COLLECTOR))
        .handler(faults.around(Target.START, this::open));
    // Not an iterationId, so that none of its other methods is that of a stream.
    router.route("/api/pix/:ispb/stream/start").handler(context -> context.fail(405));
    Methods.getAlone(Access.needs(router.get("/api/pix/:ispb/stream/:iterationId"), Role.COLLECTOR))
        .handler(faults.around(Target.PULL, this::pull));
    Access.needs(router.delete("/api/pix/:ispb/stream/:iterationId"), Role.COLLECTOR)
        .handler(faults.around(Target.CLOSE, this::close));
  }

  private void open(RoutingContext context) {
    var ispb = HttpApi.ispb(context);
    var accept = accept(context);
    Throttled.refusePull(traffic.open(ispb));
    admission.checkWaiting();
    var call = collectors.open(ispb, accept.messagesMax());
    serve(context, ispb, accept, Optional.empty(), call);
  }

  private void pull(RoutingContext context) {
    var ispb = HttpApi.ispb(context);
    var accept = accept(context);
    var id = iterationId(context);
    Throttled.refuseGuess(traffic.guess(ispb));
    Throttled.refusePull(traffic.pull(ispb, id));
    admission.checkWaiting();
    var call = collectors.pull(ispb, id, accept.messagesMax());
    serve(context, ispb, accept, Optional.of(id), call);
  }

  private void close(RoutingContext context) {
    var ispb = HttpApi.ispb(context, Problem.UNKNOWN_ITERATION);
    var id = iterationId(context);
    if (traffic.guess(ispb).isPresent()) {
      // The contract has no 429 for a close.
      throw new ProblemException(
          Problem.OVERLOADED, "Too many unknown iterationIds. This one was not looked up.");
    }
    traffic.closed(ispb, id);
    HttpApi.on(
        loop, context, collectors.close(ispb, id), outcome -> answer(context, ispb, outcome));
  }

  private void serve(
      RoutingContext context,
      Ispb ispb,
      Accept accept,
      Optional<IterationId> asked,
      PullCall call) {
    context.addEndHandler(ended -> call.abandon());
    HttpApi.on(
        loop,
        context,
        call.outcome(),
        outcome -> {
          follow(ispb, asked, outcome);
          if (Access.holds(context)) {
            answer(context, ispb, accept, outcome);
          } else {
            refuse(context, ispb, outcome);
          }
        });
  }

  /** Its credential ended while it waited: what it was to get is free after the grace. */
  private void refuse(RoutingContext context, Ispb ispb, PullOutcome outcome) {
    if (outcome instanceof PullOutcome.Delivered delivered) {
      collectors.undelivered(ispb, delivered);
    }
    Access.refuse(context);
  }

  /** The stream's bucket goes with its id. */
  private void follow(Ispb ispb, Optional<IterationId> asked, PullOutcome outcome) {
    if (outcome instanceof PullOutcome.Delivered delivered) {
      traffic.answered(ispb, asked.orElse(delivered.next()), delivered.next());
    } else if (outcome instanceof PullOutcome.Empty empty) {
      traffic.answered(ispb, asked.orElse(empty.next()), empty.next());
    }
  }

  private void answer(RoutingContext context, Ispb ispb, Accept accept, PullOutcome outcome) {
    switch (outcome) {
      case PullOutcome.Delivered delivered -> deliver(context, ispb, accept, delivered);
      case PullOutcome.Empty(var next, _) ->
          context.response().setStatusCode(204).putHeader(PULL_NEXT, path(ispb, next)).end();
      case PullOutcome.Superseded() ->
          Problem.SUPERSEDED.answer(
              context, "A newer request with this iterationId is being served.");
      case PullOutcome.NotAcceptable() ->
          Problem.NOT_ACCEPTABLE.answer(
              context, "The batch to send again holds several messages: accept multipart/json.");
      case PullOutcome.Closed() -> streamClosed(context);
      case PullOutcome.Unknown() -> unknown(context, ispb);
      case PullOutcome.TooManyStreams() ->
          Problem.TOO_MANY_STREAMS.answer(
              context,
              "All streams that this ISPB may have are open; one closes, or its lease ends.");
    }
  }

  private void deliver(
      RoutingContext context, Ispb ispb, Accept accept, PullOutcome.Delivered batch) {
    var response = context.response();
    if (response.closed()) {
      collectors.undelivered(ispb, batch);
      return;
    }
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
        .putHeader(PULL_NEXT, path(ispb, batch.next()));
    if (batch.redelivered() > 0) {
      response.putHeader(REDELIVERED, Integer.toString(batch.redelivered()));
    }
    response
        .end(body(accept, batch.payloads()))
        .onFailure(failure -> collectors.undelivered(ispb, batch));
  }

  private void answer(RoutingContext context, Ispb ispb, CloseOutcome outcome) {
    switch (outcome) {
      case CloseOutcome.Ended(_, _) ->
          context.response().putHeader(HttpHeaders.CONTENT_TYPE, JSON).end("{}");
      case CloseOutcome.AlreadyClosed(_) -> streamClosed(context);
      case CloseOutcome.Unknown() -> unknown(context, ispb);
    }
  }

  private void unknown(RoutingContext context, Ispb ispb) {
    traffic.missed(ispb);
    Problem.UNKNOWN_ITERATION.answer(context, UNKNOWN);
  }

  private static Buffer body(Accept accept, List<Payload> payloads) {
    if (accept == Accept.ONE) {
      return Buffer.buffer(payloads.getFirst().bytes());
    }
    int size = payloads.stream().mapToInt(payload -> payload.bytes().length + 1).sum() + 1;
    var body = Buffer.buffer(size);
    char before = '[';
    for (var payload : payloads) {
      body.appendByte((byte) before).appendBytes(payload.bytes());
      before = ',';
    }
    return body.appendByte((byte) ']');
  }

  private static String path(Ispb ispb, IterationId id) {
    return "/api/pix/" + ispb.value() + "/stream/" + id.value();
  }

  private static Accept accept(RoutingContext context) {
    context.response().putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    return Accept.negotiate(context.request().headers().getAll(HttpHeaders.ACCEPT))
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.NOT_ACCEPTABLE,
                    "Streams are sent as application/json (one message) or multipart/json (1 to"
                        + " 10)."));
  }

  private static IterationId iterationId(RoutingContext context) {
    return IterationId.parse(context.pathParam("iterationId"))
        .orElseThrow(() -> new ProblemException(Problem.UNKNOWN_ITERATION, UNKNOWN));
  }

  private static void streamClosed(RoutingContext context) {
    Problem.STREAM_CLOSED.answer(
        context,
        "The stream was closed or its lease ended, or the iterationId is out of date. Start a new"
            + " one.");
  }
}
