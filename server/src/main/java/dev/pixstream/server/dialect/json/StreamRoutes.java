package dev.pixstream.server.dialect.json;

import dev.pixstream.core.model.Channel;
import dev.pixstream.core.model.Ispb;
import dev.pixstream.core.model.IterationId;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.Payload;
import dev.pixstream.core.store.CloseOutcome;
import dev.pixstream.core.store.PullOutcome;
import dev.pixstream.server.dialect.MediaTypes;
import dev.pixstream.server.dialect.Wanted;
import dev.pixstream.server.faults.Interception;
import dev.pixstream.server.faults.Target;
import dev.pixstream.server.flow.Representation;
import dev.pixstream.server.flow.StreamFlow;
import dev.pixstream.server.http.Access;
import dev.pixstream.server.http.HttpApi;
import dev.pixstream.server.http.Methods;
import dev.pixstream.server.http.Problem;
import dev.pixstream.server.http.ProblemException;
import dev.pixstream.server.security.Role;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Open, pull and close in JSON. The one place that maps outcomes to status codes. */
final class StreamRoutes {
  private static final CharSequence PULL_NEXT = HttpHeaders.createOptimized("Pull-Next");
  private static final CharSequence REDELIVERED = HttpHeaders.createOptimized("Redelivered");
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

  private static final MediaTypes TYPES = new MediaTypes("application/json", "multipart/json");

  private static final String UNKNOWN = "This ISPB has no such iterationId. Start a new stream.";

  private final StreamFlow flow;

  StreamRoutes(StreamFlow flow) {
    this.flow = flow;
  }

  void addTo(Router router, Interception faults) {
    Methods.getAlone(Access.needs(router.get("/api/pix/:ispb/stream/start"), Role.COLLECTOR))
        .handler(faults.around(Channel.JSON, Target.START, this::open));
    // Not an iterationId, so that none of its other methods is that of a stream.
    router.route("/api/pix/:ispb/stream/start").handler(context -> context.fail(405));
    Methods.getAlone(Access.needs(router.get("/api/pix/:ispb/stream/:iterationId"), Role.COLLECTOR))
        .handler(faults.around(Channel.JSON, Target.PULL, this::pull));
    Access.needs(router.delete("/api/pix/:ispb/stream/:iterationId"), Role.COLLECTOR)
        .handler(faults.around(Channel.JSON, Target.CLOSE, this::close));
  }

  private void open(RoutingContext context) {
    var ispb = HttpApi.ispb(context);
    flow.open(context, LaneId.json(ispb), representation(context, ispb));
  }

  private void pull(RoutingContext context) {
    var ispb = HttpApi.ispb(context);
    var representation = representation(context, ispb);
    flow.pull(context, LaneId.json(ispb), iterationId(context), representation);
  }

  private void close(RoutingContext context) {
    var ispb = HttpApi.ispb(context, Problem.UNKNOWN_ITERATION);
    flow.close(
        context, LaneId.json(ispb), iterationId(context), outcome -> answer(context, outcome));
  }

  private static Representation representation(RoutingContext context, Ispb ispb) {
    var wanted = wanted(context);
    return new Representation() {
      @Override
      public int messagesMax() {
        return wanted.messagesMax();
      }

      @Override
      public Future<Void> write(PullOutcome outcome) {
        return answer(context, ispb, wanted, outcome);
      }
    };
  }

  private static Future<Void> answer(
      RoutingContext context, Ispb ispb, Wanted wanted, PullOutcome outcome) {
    var response = context.response();
    switch (outcome) {
      case PullOutcome.Delivered batch -> {
        return deliver(response, ispb, wanted, batch);
      }
      case PullOutcome.Empty(var next, _) ->
          response.setStatusCode(204).putHeader(PULL_NEXT, path(ispb, next)).end();
      case PullOutcome.Superseded() ->
          Problem.SUPERSEDED.answer(
              context, "A newer request with this iterationId is being served.");
      case PullOutcome.NotAcceptable() ->
          Problem.NOT_ACCEPTABLE.answer(
              context, "The batch to send again holds several messages: accept multipart/json.");
      case PullOutcome.Closed() -> streamClosed(context);
      case PullOutcome.Unknown() -> Problem.UNKNOWN_ITERATION.answer(context, UNKNOWN);
      case PullOutcome.TooManyStreams() ->
          Problem.TOO_MANY_STREAMS.answer(
              context,
              "All streams that this ISPB may have are open; one closes, or its lease ends.");
    }
    return Future.succeededFuture();
  }

  private static Future<Void> deliver(
      HttpServerResponse response, Ispb ispb, Wanted wanted, PullOutcome.Delivered batch) {
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
        .putHeader(PULL_NEXT, path(ispb, batch.next()));
    if (batch.redelivered() > 0) {
      response.putHeader(REDELIVERED, Integer.toString(batch.redelivered()));
    }
    return response.end(body(wanted, batch.payloads()));
  }

  private static void answer(RoutingContext context, CloseOutcome outcome) {
    switch (outcome) {
      case CloseOutcome.Ended(_, _) ->
          context.response().putHeader(HttpHeaders.CONTENT_TYPE, JSON).end("{}");
      case CloseOutcome.AlreadyClosed(_) -> streamClosed(context);
      case CloseOutcome.Unknown() -> Problem.UNKNOWN_ITERATION.answer(context, UNKNOWN);
    }
  }

  private static Buffer body(Wanted wanted, List<Payload> payloads) {
    if (wanted == Wanted.ONE) {
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

  private static Wanted wanted(RoutingContext context) {
    context.response().putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    return TYPES
        .negotiate(context.request().headers().getAll(HttpHeaders.ACCEPT))
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
