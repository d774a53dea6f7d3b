package dev.pixstream.server.dialect.json;

import dev.pixstream.core.model.Channel;
import dev.pixstream.core.model.Ispb;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.pix.EndToEndId;
import dev.pixstream.core.pix.MessageGenerator;
import dev.pixstream.core.store.AppendOutcome;
import dev.pixstream.core.store.MessageLog;
import dev.pixstream.core.store.MessageLog.NewMessage;
import dev.pixstream.server.faults.Interception;
import dev.pixstream.server.faults.Target;
import dev.pixstream.server.flow.StoreFlow;
import dev.pixstream.server.http.Access;
import dev.pixstream.server.http.Admission;
import dev.pixstream.server.http.Body;
import dev.pixstream.server.http.Failures;
import dev.pixstream.server.http.HttpApi;
import dev.pixstream.server.http.Problem;
import dev.pixstream.server.http.ProblemException;
import dev.pixstream.server.http.Throttled;
import dev.pixstream.server.json.InvalidBodyException;
import dev.pixstream.server.limits.Traffic;
import dev.pixstream.server.security.Role;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;

/** Storing messages, making random ones, and showing one with its history. */
final class MessageRoutes {
  static final int GENERATED_MAX = 10_000;

  /** What a message that is made costs until it is stored. */
  private static final long GENERATED_COST = 1_024;

  private final StoreFlow flow;
  private final MessageLog log;
  private final Traffic traffic;
  private final MessageGenerator generator;
  private final PixMessageJson json = new PixMessageJson();

  MessageRoutes(StoreFlow flow, MessageLog log, Traffic traffic, MessageGenerator generator) {
    this.flow = flow;
    this.log = log;
    this.traffic = traffic;
    this.generator = generator;
  }

  void addTo(Router router, Body body, boolean generatorOn, Interception faults) {
    body.read(Access.needs(router.post("/api/pix/:ispb/messages"), Role.PUBLISHER))
        .handler(faults.around(Channel.JSON, Target.STORE, this::store));
    Access.needs(router.get("/api/pix/:ispb/messages/:endToEndId"), Role.COLLECTOR, Role.ADMIN)
        .handler(this::show);
    if (generatorOn) {
      Access.needs(router.post("/api/util/msgs/:ispb/:number"), Role.ADMIN)
          .handler(context -> generate(context, body));
    }
  }

  private void store(RoutingContext context) {
    var ispb = HttpApi.ispb(context);
    var bytes = Body.bytes(context);
    Throttled.check(traffic.mayStore(LaneId.json(ispb)), context.response());
    store(
        context,
        ispb,
        () -> json.canonical(bytes, ispb),
        stored ->
            new JsonObject()
                .put("inserted", stored.inserted())
                .put("duplicates", stored.duplicates()));
  }

  private void generate(RoutingContext context, Body body) {
    var ispb = HttpApi.ispb(context);
    int number = number(context.pathParam("number"));
    if (!body.hold(context, number * GENERATED_COST)) {
      Admission.refuse(context);
      return;
    }
    var quota = traffic.mayStore(LaneId.json(ispb));
    if (quota.isPresent() && number > quota.get().rate().burst()) {
      throw new ProblemException(
          Problem.INVALID_REQUEST,
          "The limit allows " + quota.get().rate().burst() + " messages at once.");
    }
    Throttled.check(quota, context.response());
    store(
        context,
        ispb,
        () -> Stream.generate(() -> json.canonical(generator.next(ispb))).limit(number).toList(),
        stored -> new JsonObject().put("inserted", stored.inserted()));
  }

  private void show(RoutingContext context) {
    var ispb = HttpApi.ispb(context, Problem.UNKNOWN_MESSAGE);
    var id =
        EndToEndId.parse(context.pathParam("endToEndId"))
            .map(EndToEndId::key)
            .orElseThrow(MessageRoutes::unknownMessage);
    HttpApi.onContext(
        context,
        log.find(LaneId.json(ispb), id),
        found ->
            context
                .response()
                .putHeader(HttpHeaders.CONTENT_TYPE, Body.JSON)
                .end(MessageView.of(ispb, id, found.orElseThrow(MessageRoutes::unknownMessage))));
  }

  private void store(
      RoutingContext context,
      Ispb ispb,
      Callable<List<NewMessage>> messages,
      Function<AppendOutcome.Stored, JsonObject> answer) {
    flow.store(
        context,
        LaneId.json(ispb),
        messages,
        outcome -> answer(context, outcome, answer),
        failure -> {
          if (failure instanceof InvalidBodyException invalid) {
            Problem.INVALID_REQUEST.answer(context, invalid.sentence(), invalid.pointer());
          } else {
            Failures.answer(context, failure);
          }
        });
  }

  private static void answer(
      RoutingContext context,
      AppendOutcome outcome,
      Function<AppendOutcome.Stored, JsonObject> answer) {
    switch (outcome) {
      case AppendOutcome.Stored stored ->
          context
              .response()
              .setStatusCode(201)
              .putHeader(HttpHeaders.CONTENT_TYPE, Body.JSON)
              .end(answer.apply(stored).toBuffer());
      case AppendOutcome.Full(_, long backlog, long max) ->
          Problem.BACKLOG_FULL.answer(
              context,
              String.format(
                  Locale.ROOT,
                  "%d messages of this lane wait to be delivered, and %d may. Nothing was stored.",
                  backlog,
                  max));
      case AppendOutcome.Conflict(_, var endToEndId) ->
          Problem.CONTENT_CONFLICT.answer(
              context,
              endToEndId + " is stored with other content. Nothing of this request was stored.");
    }
  }

  private static int number(String text) {
    int number = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    if (number < 1 || number > GENERATED_MAX) {
      throw new ProblemException(
          Problem.INVALID_REQUEST, "The number of messages is 1 to " + GENERATED_MAX + ".");
    }
    return number;
  }

  private static ProblemException unknownMessage() {
    return new ProblemException(
        Problem.UNKNOWN_MESSAGE, "This ISPB has no message with that endToEndId.");
  }
}
