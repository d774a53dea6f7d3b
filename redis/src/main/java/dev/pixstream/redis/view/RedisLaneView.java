package dev.pixstream.redis.view;

import dev.pixstream.core.model.Arrival;
import dev.pixstream.core.model.IterationId;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.view.LaneFacts;
import dev.pixstream.core.store.view.LaneFacts.LaneFact;
import dev.pixstream.core.store.view.LaneFacts.Reach;
import dev.pixstream.core.store.view.LaneSample;
import dev.pixstream.core.store.view.LaneState;
import dev.pixstream.core.store.view.LaneTotals;
import dev.pixstream.core.store.view.LaneView;
import dev.pixstream.redis.lanes.LaneClaims;
import dev.pixstream.redis.lanes.Lanes;
import dev.pixstream.redis.link.Answers;
import dev.pixstream.redis.link.Script;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * How lanes stand, where Redis has the claims: which lanes there are, from PostgreSQL; what of them
 * is claimed, from Redis; then the rest from PostgreSQL, so that no tail is older than its head.
 */
public final class RedisLaneView implements LaneView {
  private static final Script END = Script.ofLane("end_by_hand");

  /** Pages that are asked for between two samples are samples too. */
  private static final int LOOKS_MAX = 64;

  private final LaneFacts facts;
  private final LaneSamples samples;
  private final Lanes lanes;
  private final Deque<Look> looks = new ArrayDeque<>();

  public RedisLaneView(LaneFacts facts, LaneSamples samples, Lanes lanes) {
    this.facts = facts;
    this.samples = samples;
    this.lanes = lanes;
  }

  /**
   * A sample of before, to count from.
   *
   * @param time Redis's, which names it
   * @param databaseTime PostgreSQL's
   * @param again how many messages of each lane had been delivered once more
   */
  private record Look(Instant time, Instant databaseTime, Map<LaneId, Long> again) {}

  /** Both stores at one moment. */
  private record Both(LaneSamples.Sampled claims, LaneFacts.Facts facts) {
    LaneClaims claims(LaneFact fact) {
      return claims.lanes().getOrDefault(fact.lane(), LaneClaims.UNKNOWN);
    }
  }

  @Override
  public CompletionStage<LaneSample> sample(Optional<Instant> since, Set<LaneId> watched) {
    var before = since.flatMap(this::look);
    var counted = before.map(Look::databaseTime).or(() -> since);
    return both(counted, watched)
        .map(
            both -> {
              remember(both);
              var states =
                  both.facts().lanes().stream()
                      .map(fact -> state(fact, both.claims(fact), before, watched))
                      .toList();
              return new LaneSample(both.claims().time(), states);
            })
        .toCompletionStage();
  }

  private Future<Both> both(Optional<Instant> since, Set<LaneId> watched) {
    return Future.fromCompletionStage(facts.lanes())
        .compose(lanes -> samples.ask(lanes, watched))
        .compose(
            claims ->
                Future.fromCompletionStage(facts.facts(since, reaches(claims)))
                    .map(known -> new Both(claims, known)));
  }

  private static List<Reach> reaches(LaneSamples.Sampled claims) {
    List<Reach> reaches = new ArrayList<>(claims.lanes().size());
    claims
        .lanes()
        .forEach(
            (lane, found) ->
                reaches.add(
                    new Reach(
                        lane,
                        found
                            .held()
                            .map(held -> OptionalLong.of(held.head()))
                            .orElse(OptionalLong.empty()),
                        found
                            .held()
                            .map(LaneClaims.Held::firstReturned)
                            .orElse(OptionalLong.empty()))));
    return reaches;
  }

  private static long backlog(LaneFact fact, LaneClaims claims) {
    long returned = claims.held().map(LaneClaims.Held::returned).orElse(fact.open());
    return Math.max(0, fact.stored() - fact.head()) + returned;
  }

  private static LaneState state(
      LaneFact fact, LaneClaims claims, Optional<Look> before, Set<LaneId> watched) {
    var held = claims.held();
    long again = held.map(LaneClaims.Held::again).orElse(0L);
    long then = before.map(look -> look.again().getOrDefault(fact.lane(), 0L)).orElse(again);
    return new LaneState(
        fact.lane(),
        fact.stored(),
        fact.head(),
        backlog(fact, claims),
        fact.oldest(),
        held.map(LaneClaims.Held::streams).orElse(0),
        held.map(LaneClaims.Held::waiting).orElse(0),
        held.map(LaneClaims.Held::leased).orElse(0L),
        // What is counted begins anew when nothing was delivered once more for a while.
        again < then ? again : again - then,
        held.map(LaneClaims.Held::lately).orElse(0L),
        fact.processed(),
        fact.dead(),
        watched.contains(fact.lane())
            ? Optional.of(held.orElse(LaneClaims.NOTHING_HELD).detail(fact.cleaned()))
            : Optional.empty());
  }

  private synchronized Optional<Look> look(Instant time) {
    return looks.stream().filter(look -> look.time().equals(time)).findFirst();
  }

  private synchronized void remember(Both both) {
    Map<LaneId, Long> again = new HashMap<>();
    both.claims()
        .lanes()
        .forEach(
            (lane, found) ->
                found
                    .held()
                    .filter(held -> held.again() > 0)
                    .ifPresent(held -> again.put(lane, held.again())));
    looks.addFirst(new Look(both.claims().time(), both.facts().time(), again));
    if (looks.size() > LOOKS_MAX) {
      looks.removeLast();
    }
  }

  @Override
  public CompletionStage<LaneTotals> totals(int lanesMax) {
    return both(Optional.empty(), Set.of())
        .map(
            both -> {
              var sums = new Totals(both.facts().time());
              both.claims().lanes().values().forEach(sums::add);
              both.facts()
                  .lanes()
                  .forEach(
                      fact -> {
                        sums.add(fact, backlog(fact, both.claims(fact)));
                      });
              return sums.result(lanesMax);
            })
        .toCompletionStage();
  }

  @Override
  public CompletionStage<Ended> end(LaneId lane, long stream) {
    return lanes
        .runIfThere(lane, END, List.of(Long.toString(stream)))
        .map(
            answer ->
                answer
                    .filter(said -> Answers.text(said, 0).equals("ended"))
                    .map(RedisLaneView::ended)
                    .orElse(new Ended(false, new Arrival(0, List.of()), Optional.empty())))
        .toCompletionStage();
  }

  private static Ended ended(Response answer) {
    var waiter = Answers.text(answer, 3);
    return new Ended(
        true,
        Answers.arrival(answer, Answers.number(answer, 2), 4),
        waiter.equals("-") ? Optional.empty() : Optional.of(new IterationId(waiter)));
  }
}
