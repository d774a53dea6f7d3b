package dev.pixstream.server.dialect.icom;

import dev.pixstream.core.model.Channel;
import dev.pixstream.core.model.IterationId;
import dev.pixstream.core.model.LaneId;
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
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/** Open, continue and close a stream in the ICOM: outcomes become its status codes here. */
final class ReadRoutes {
  private static final MediaTypes TYPES = new MediaTypes("application/xml", "multipart/mixed");
  private static final String STREAM = "/api/v1/out/:ispb/stream/";
  private static final String UNKNOWN = "This ISPB has no such stream. Start a new one.";

  private final StreamFlow flow;
  private final Duration waitMax;

  ReadRoutes(StreamFlow flow, Duration waitMax) {
    this.flow = flow;
    this.waitMax = waitMax;
  }

  void addTo(Router router, Interception faults) {
    router.route("/api/v1/out/:ispb/*").handler(ReadRoutes::checkIspb);
    Methods.getAlone(Access.needs(router.get(STREAM + "start"), Role.COLLECTOR))
        .handler(faults.around(Channel.ICOM, Target.START, this::open));
    // Not an id, so that none of its other methods is that of a stream.
    router.route(STREAM + "start").handler(context -> context.fail(405));
    Methods.getAlone(Access.needs(router.get(STREAM + ":iterationId"), Role.COLLECTOR))
        .handler(faults.around(Channel.ICOM, Target.PULL, this::pull));
    Access.needs(router.delete(STREAM + ":iterationId"), Role.COLLECTOR)
        .handler(faults.around(Channel.ICOM, Target.CLOSE, this::close));
  }

  /** A path whose ISPB is none leads nowhere, whoever asks. */
  private static void checkIspb(RoutingContext context) {
    HttpApi.ispb(context, Problem.NOT_FOUND);
    context.next();
  }

  private void open(RoutingContext context) {
    var lane = lane(context);
    flow.open(context, lane, representation(context, lane));
  }

  private void pull(RoutingContext context) {
    var lane = lane(context);
    var representation = representation(context, lane);
    var id =
        iterationId(context)
            .orElseThrow(() -> new ProblemException(Problem.UNKNOWN_ITERATION, UNKNOWN));
    flow.pull(context, lane, id, representation);
  }

  /** Clients take 200 and 410 as a success, and fail on anything else. */
  private void close(RoutingContext context) {
    var id = iterationId(context);
    if (id.isEmpty()) {
      gone(context);
      return;
    }
    flow.close(
        context,
        lane(context),
        id.get(),
        outcome -> {
          if (outcome instanceof CloseOutcome.Ended) {
            context.response().end();
          } else {
            gone(context);
          }
        });
  }

  private Representation representation(RoutingContext context, LaneId lane) {
    var wanted = wanted(context);
    return new Representation() {
      @Override
      public int messagesMax() {
        return wanted.messagesMax();
      }

      @Override
      public Optional<Duration> waitMax() {
        return Optional.of(waitMax);
      }

      @Override
      public Future<Void> write(PullOutcome outcome) {
        return answer(context, lane, wanted, outcome);
      }
    };
  }

  private static Future<Void> answer(
      RoutingContext context, LaneId lane, Wanted wanted, PullOutcome outcome) {
    switch (outcome) {
      case PullOutcome.Delivered batch -> {
        context.response().putHeader(IcomHeaders.PULL_NEXT, path(lane, batch.next()));
        return deliver(context, wanted, batch);
      }
      case PullOutcome.Empty(var next, _) ->
          context
              .response()
              .setStatusCode(204)
              .putHeader(IcomHeaders.PULL_NEXT, path(lane, next))
              .end();
      case PullOutcome.Superseded() ->
          Problem.SUPERSEDED.answer(context, "A newer request for this stream is being served.");
      case PullOutcome.NotAcceptable() ->
          Problem.NOT_ACCEPTABLE.answer(
              context, "The batch to send again holds several messages: accept multipart/mixed.");
      case PullOutcome.Closed() -> gone(context);
      case PullOutcome.Unknown() -> Problem.UNKNOWN_ITERATION.answer(context, UNKNOWN);
      case PullOutcome.TooManyStreams() ->
          Problem.TOO_MANY_STREAMS.answer(
              context,
              "All streams that this ISPB may have on this channel are open; one closes, or its"
                  + " lease ends.");
    }
    return Future.succeededFuture();
  }

  private static Future<Void> deliver(
      RoutingContext context, Wanted wanted, PullOutcome.Delivered batch) {
    var response = context.response();
    if (wanted == Wanted.MANY) {
      var multipart = Multipart.of(batch.payloads());
      response.putHeader(IcomHeaders.CONTENT_TYPE, multipart.mediaType());
      return Gzip.end(context, multipart.body());
    }
    var message = batch.payloads().getFirst();
    response
        .putHeader(IcomHeaders.CONTENT_TYPE, StoredPart.MEDIA_TYPE)
        .putHeader(IcomHeaders.RESOURCE_ID, StoredPart.resourceId(message));
    return Gzip.end(context, StoredPart.envelope(message));
  }

  private static LaneId lane(RoutingContext context) {
    return new LaneId(Channel.ICOM, HttpApi.ispb(context, Problem.NOT_FOUND));
  }

  private static String path(LaneId lane, IterationId id) {
    return "/api/v1/out/" + lane.ispb().value() + "/stream/" + id.value();
  }

  private static Wanted wanted(RoutingContext context) {
    return TYPES
        .negotiate(context.request().headers().getAll(HttpHeaders.ACCEPT))
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.NOT_ACCEPTABLE,
                    "Streams are sent as application/xml (one message) or multipart/mixed (1 to"
                        + " 10)."));
  }

  private static Optional<IterationId> iterationId(RoutingContext context) {
    return IterationId.parse(context.pathParam("iterationId"));
  }

  private static void gone(RoutingContext context) {
    Problem.STREAM_CLOSED.answer(
        context,
        "The stream was closed, its lease ended, or this id is older than the one before the"
            + " newest. Start a new stream.");
  }
}
