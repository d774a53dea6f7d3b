package dev.pixstream.server.admin;

import dev.pixstream.core.delivery.CollectorService;
import dev.pixstream.core.model.IterationId;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.LeaseFaults;
import dev.pixstream.server.faults.FaultFilter;
import dev.pixstream.server.faults.FaultState;
import dev.pixstream.server.faults.Faults;
import dev.pixstream.server.faults.Interception;
import dev.pixstream.server.faults.Target;
import dev.pixstream.server.http.Access;
import dev.pixstream.server.http.Body;
import dev.pixstream.server.http.HttpApi;
import dev.pixstream.server.http.Problem;
import dev.pixstream.server.http.ProblemException;
import dev.pixstream.server.http.QueryValue;
import dev.pixstream.server.http.RequestShape;
import dev.pixstream.server.json.InvalidBodyException;
import dev.pixstream.server.security.Role;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Faults on order: ordering them, looking at them, clearing them. */
public final class FaultRoutes implements FaultFilter.Node {
  private static final String PATH = "/api/util/faults";

  private final Faults faults;
  private final LeaseFaults leases;
  private final CollectorService collectors;

  public FaultRoutes(Faults faults, LeaseFaults leases, CollectorService collectors) {
    this.faults = faults;
    this.leases = leases;
    this.collectors = collectors;
  }

  public void addTo(Router router, Body body) {
    Access.needs(router.get(PATH), Role.ADMIN).handler(this::answer);
    body.readSmall(Access.needs(router.post(PATH), Role.ADMIN))
        .handler(context -> order(context, this::add));
    body.readSmall(Access.needs(router.put(PATH), Role.ADMIN))
        .handler(context -> order(context, this::replace));
    RequestShape.knows(Access.needs(router.delete(PATH), Role.ADMIN), "ispb").handler(this::clear);
    Access.needs(router.delete(PATH + "/:id"), Role.ADMIN).handler(this::clearOne);
  }

  Interception filter() {
    return new FaultFilter(faults, this);
  }

  /** Has a script read and taken over. */
  private void order(RoutingContext context, Predicate<FaultBody.Script> taking) {
    try {
      if (taking.test(FaultBody.read(Body.bytes(context)))) {
        answer(context);
      } else {
        Problem.INVALID_REQUEST.answer(
            context,
            "At most " + Faults.ACTIVE_MAX + " faults may be active; clear some.",
            "/faults");
      }
    } catch (InvalidBodyException invalid) {
      Problem.INVALID_REQUEST.answer(context, invalid.sentence(), invalid.pointer());
    }
  }

  private boolean add(FaultBody.Script script) {
    return faults.add(seed(script), script.faults());
  }

  private boolean replace(FaultBody.Script script) {
    faults.replace(seed(script), script.faults());
    return true;
  }

  private static long seed(FaultBody.Script script) {
    return script.seed().orElseGet(() -> ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));
  }

  private void answer(RoutingContext context) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, Body.JSON)
        .end(FaultView.of(faults.states()).toBuffer());
  }

  private void clear(RoutingContext context) {
    var lane = QueryValue.of(context, "ispb", LaneId::parse, LaneId.EXPECTED);
    clear(context, state -> lane.isEmpty() || state.fault().lane().equals(lane));
  }

  private void clearOne(RoutingContext context) {
    var id = context.pathParam("id");
    if (!id.matches("[1-9][0-9]{0,17}")) {
      throw new ProblemException(
          Problem.INVALID_REQUEST, "The id of a fault is a number, as they are listed.");
    }
    clear(context, state -> Long.toString(state.id()).equals(id));
  }

  private void clear(RoutingContext context, Predicate<FaultState> which) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, Body.JSON)
        .end(new JsonObject().put("cleared", faults.clear(which)).toBuffer());
  }

  @Override
  public void throttle(RoutingContext context, Target target, int retryAfterSeconds) {
    retryAfter(context, retryAfterSeconds);
    var problem = target == Target.START ? Problem.TOO_MANY_STREAMS : Problem.RATE_LIMITED;
    problem.answer(context, "This fault was ordered; nothing was claimed, confirmed or stored.");
  }

  @Override
  public void refuse(RoutingContext context, int retryAfterSeconds) {
    retryAfter(context, retryAfterSeconds);
    Problem.UNAVAILABLE.answer(context, "This fault was ordered. Nothing is lost; ask again.");
  }

  @Override
  public void forget(RoutingContext context) {
    Problem.UNKNOWN_ITERATION.answer(
        context, "This fault was ordered: the stream is forgotten. Start a new one.");
  }

  @Override
  public CompletionStage<Boolean> endLease(LaneId lane, IterationId next) {
    return leases
        .endLease(lane, next)
        .thenApply(
            arrival -> {
              collectors.arrived(lane, arrival);
              return arrival.messages() > 0;
            });
  }

  @Override
  public <T> void onContext(RoutingContext context, CompletionStage<T> stage, Consumer<T> next) {
    HttpApi.onContext(context, stage, next);
  }

  private static void retryAfter(RoutingContext context, int seconds) {
    context.response().putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(seconds));
  }

  /** What goes around the routes: nothing where faults can't be ordered. */
  public static Interception of(Optional<FaultRoutes> routes) {
    return routes.map(FaultRoutes::filter).orElse(Interception.NONE);
  }
}
