package dev.pixstream.server.admin;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.MessageKey;
import dev.pixstream.core.pix.EndToEndId;
import dev.pixstream.core.store.queue.DeadLetters;
import dev.pixstream.core.store.queue.DeadLetters.Outcome;
import dev.pixstream.server.http.Access;
import dev.pixstream.server.http.Body;
import dev.pixstream.server.http.HttpApi;
import dev.pixstream.server.http.Problem;
import dev.pixstream.server.http.ProblemException;
import dev.pixstream.server.http.RequestShape;
import dev.pixstream.server.json.InvalidBodyException;
import dev.pixstream.server.security.Role;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Dead letters: looking at them, having them processed again, giving them up. */
public final class DeadLetterRoutes {
  /** How many one request replays at most; then it says that there are more. */
  static final int REPLAYED_MAX = 10_000;

  private static final String PATH = "/api/admin/dead-letters";
  private static final String ONE = PATH + "/:ispb/:endToEndId";

  private final DeadLetters letters;

  public DeadLetterRoutes(DeadLetters letters) {
    this.letters = letters;
  }

  public void addTo(Router router, Body body) {
    RequestShape.knows(admin(router.get(PATH)), DeadLetterQuery.NAMES).handler(this::list);
    body.readSmall(admin(router.post(PATH + "/replay"))).handler(this::replaySeveral);
    admin(router.get(ONE)).handler(this::show);
    admin(router.post(ONE + "/replay")).handler(this::replay);
    body.readSmall(admin(router.post(ONE + "/discard"))).handler(this::discard);
  }

  private static Route admin(Route route) {
    return Access.needs(route, Role.ADMIN);
  }

  private void list(RoutingContext context) {
    HttpApi.onContext(
        context,
        letters.list(DeadLetterQuery.of(context)),
        page -> answer(context, DeadLetterView.of(page).toBuffer()));
  }

  private void show(RoutingContext context) {
    HttpApi.onContext(
        context,
        letters.find(lane(context), id(context)),
        found -> answer(context, DeadLetterView.of(found.orElseThrow(DeadLetterRoutes::unknown))));
  }

  private void replay(RoutingContext context) {
    var name = new DeadLetters.Name(lane(context), id(context));
    HttpApi.onContext(
        context,
        letters.replay(List.of(name)),
        outcomes ->
            changed(
                context,
                outcomes.getFirst(),
                Problem.ALREADY_DISCARDED,
                "It was discarded, which is for good."));
  }

  private void discard(RoutingContext context) {
    var lane = lane(context);
    var id = id(context);
    var reason = body(() -> DeadLetterBody.reason(Body.bytes(context)), context);
    if (reason.isEmpty()) {
      return;
    }
    HttpApi.onContext(
        context,
        letters.discard(lane, id, reason.get()),
        outcome ->
            changed(
                context,
                outcome,
                Problem.ALREADY_REPLAYED,
                "It was replayed, so it is no dead letter unless it fails again."));
  }

  private void replaySeveral(RoutingContext context) {
    var asked = body(() -> DeadLetterBody.replay(Body.bytes(context)), context);
    if (asked.isEmpty()) {
      return;
    }
    switch (asked.get()) {
      case DeadLetterBody.Replay.Messages(var names) ->
          HttpApi.onContext(
              context,
              letters.replay(names),
              outcomes -> answer(context, DeadLetterView.of(outcomes).toBuffer()));
      case DeadLetterBody.Replay.Lane(var lane, var until) ->
          HttpApi.onContext(
              context,
              replayAll(lane, until, 0),
              done -> answer(context, DeadLetterView.of(done).toBuffer()));
    }
  }

  /** Step by step, each a transaction of its own. */
  private CompletionStage<DeadLetters.LaneReplay> replayAll(
      LaneId lane, Optional<Instant> until, int before) {
    return letters
        .replayAll(lane, until, DeadLetters.REPLAY_MAX)
        .thenCompose(
            step -> {
              int replayed = before + step.replayed();
              return step.more() && replayed < REPLAYED_MAX
                  ? replayAll(lane, Optional.of(step.until()), replayed)
                  : CompletableFuture.completedFuture(
                      new DeadLetters.LaneReplay(replayed, step.until(), step.more()));
            });
  }

  private static void changed(
      RoutingContext context, Outcome outcome, Problem refused, String detail) {
    switch (outcome) {
      case DONE -> answer(context, new JsonObject().put("changed", true).toBuffer());
      case UNCHANGED -> answer(context, new JsonObject().put("changed", false).toBuffer());
      case REFUSED -> refused.answer(context, detail);
      case UNKNOWN -> unknown().answer(context);
    }
  }

  private static void answer(RoutingContext context, Buffer json) {
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, Body.JSON).end(json);
  }

  /** What the body says; empty: it was wrong, and that was answered. */
  private static <T> Optional<T> body(Supplier<T> reading, RoutingContext context) {
    try {
      return Optional.of(reading.get());
    } catch (InvalidBodyException invalid) {
      Problem.INVALID_REQUEST.answer(context, invalid.sentence(), invalid.pointer());
      return Optional.empty();
    }
  }

  private static LaneId lane(RoutingContext context) {
    return LaneId.parse(context.pathParam("ispb")).orElseThrow(DeadLetterRoutes::unknown);
  }

  private static MessageKey id(RoutingContext context) {
    return EndToEndId.parse(context.pathParam("endToEndId"))
        .map(EndToEndId::key)
        .orElseThrow(DeadLetterRoutes::unknown);
  }

  private static ProblemException unknown() {
    return new ProblemException(
        Problem.UNKNOWN_DEAD_LETTER, "This ISPB has no dead letter with that endToEndId.");
  }
}
