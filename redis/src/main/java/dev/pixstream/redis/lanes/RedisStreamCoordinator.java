package dev.pixstream.redis.lanes;

import dev.pixstream.core.model.IterationId;
import dev.pixstream.core.model.IterationIds;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.Nonce;
import dev.pixstream.core.store.CloseOutcome;
import dev.pixstream.core.store.Expiry;
import dev.pixstream.core.store.PullOutcome;
import dev.pixstream.core.store.PullRequest;
import dev.pixstream.core.store.Pulled;
import dev.pixstream.core.store.Renewal;
import dev.pixstream.core.store.StreamCoordinator;
import dev.pixstream.core.store.StreamRules;
import dev.pixstream.core.store.archive.LaneArchive;
import dev.pixstream.core.store.archive.LaneArchive.Tail;
import dev.pixstream.redis.history.Settled;
import dev.pixstream.redis.link.Answers;
import dev.pixstream.redis.link.Script;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Streams, claims and leases in Redis: each operation is one script and one round trip. A batch's
 * messages come from PostgreSQL by one indexed read, which also tells whether this Redis is the
 * current one.
 *
 * <p>All ids of a stream begin with the same six characters, so that an id which is no longer known
 * is still known to be its stream's.
 */
public final class RedisStreamCoordinator implements StreamCoordinator {
  private static final Script OPEN = Script.ofLane("open");
  private static final Script PULL = Script.ofLane("pull");
  private static final Script CLOSE = Script.ofLane("close");
  private static final Script GRACE = Script.ofLane("grace");
  private static final Script LEAVE = Script.ofLane("leave");
  private static final Script RENEW = Script.ofLane("renew");
  private static final Script EXPIRE = Script.ofLane("expire");
  private static final Script BACKLOG = Script.ofLane("backlog");
  private static final int TAG = 6;

  private final Lanes lanes;
  private final LaneScripts scripts;
  private final LaneArchive archive;
  private final PulledBatch batches;
  private final TailCheck tailCheck;
  private final StreamRules rules;
  private final IterationIds ids = new IterationIds();

  public RedisStreamCoordinator(
      Lanes lanes,
      LaneScripts scripts,
      LaneArchive archive,
      TailCheck tailCheck,
      StreamRules rules) {
    this.lanes = lanes;
    this.tailCheck = tailCheck;
    this.scripts = scripts;
    this.archive = archive;
    this.batches = new PulledBatch(lanes, archive, tailCheck, rules);
    this.rules = rules;
  }

  @Override
  public CompletionStage<Pulled> open(PullRequest request) {
    return batches
        .opened(request, () -> lanes.run(request.lane(), OPEN, openArguments(request)))
        .toCompletionStage();
  }

  private List<String> openArguments(PullRequest request) {
    return List.of(
        request.id().value(),
        next(request.id()),
        Integer.toString(request.messagesMax()),
        request.nonce().toString(),
        millis(request.left()),
        millis(rules.lease()),
        Integer.toString(rules.streamsMax()));
  }

  @Override
  public CompletionStage<Pulled> pull(PullRequest request, boolean again) {
    return batches
        .pulled(request, () -> lanes.run(request.lane(), PULL, pullArguments(request, again)))
        .toCompletionStage();
  }

  private List<String> pullArguments(PullRequest request, boolean again) {
    return List.of(
        request.id().value(),
        next(request.id()),
        Integer.toString(request.messagesMax()),
        request.nonce().toString(),
        Answers.micros(request.waited()),
        again ? "1" : "0",
        millis(request.left()),
        millis(rules.lease()));
  }

  @Override
  public CompletionStage<CloseOutcome> close(LaneId lane, IterationId id) {
    return lanes
        .run(lane, CLOSE, List.of(id.value()))
        .map(RedisStreamCoordinator::closeOutcome)
        .toCompletionStage();
  }

  private static CloseOutcome closeOutcome(Response answer) {
    var outcome = Answers.text(answer, 0);
    if (outcome.equals("unknown")) {
      return new CloseOutcome.Unknown();
    }
    var returned = Answers.arrival(answer, Answers.number(answer, 2), 4);
    return outcome.equals("closed")
        ? new CloseOutcome.AlreadyClosed(returned)
        : new CloseOutcome.Ended(returned, Answers.flag(answer, 3));
  }

  @Override
  public CompletionStage<Void> grace(LaneId lane, PullOutcome.Delivered batch) {
    var arguments =
        List.of(
            batch.next().value(),
            Long.toString(Answers.micros(batch.leaseUntil())),
            millis(rules.grace()));
    return lanes.run(lane, GRACE, arguments).<Void>mapEmpty().toCompletionStage();
  }

  @Override
  public CompletionStage<Void> leave(LaneId lane, Nonce nonce) {
    return lanes
        .run(lane, LEAVE, List.of(nonce.toString(), millis(rules.lease())))
        .<Void>mapEmpty()
        .toCompletionStage();
  }

  @Override
  public CompletionStage<Set<Nonce>> renew(List<Renewal> renewals) {
    var byLane = renewals.stream().collect(Collectors.groupingBy(Renewal::lane));
    var answers =
        byLane.entrySet().stream()
            .map(lane -> lanes.run(lane.getKey(), RENEW, renewArguments(lane.getValue())))
            .toList();
    // Those of a lane that does not answer are not renewed, so their requests look and are told so.
    return Settled.answered(answers)
        .map(
            found -> {
              Set<Nonce> renewed = new HashSet<>();
              for (var answer : found) {
                for (int i = 2; i < answer.size(); i++) {
                  renewed.add(Nonce.parse(Answers.text(answer, i)));
                }
              }
              return renewed;
            })
        .toCompletionStage();
  }

  private List<String> renewArguments(List<Renewal> renewals) {
    var arguments = new ArrayList<String>();
    arguments.add(millis(rules.lease()));
    for (var renewal : renewals) {
      arguments.add(renewal.nonce().toString());
      arguments.add(Integer.toString(renewal.messagesMax()));
      arguments.add(Answers.micros(renewal.waited()));
      arguments.add(millis(renewal.left()));
    }
    return arguments;
  }

  @Override
  public CompletionStage<List<LaneId>> due(int lanesMax) {
    return scripts.due(lanesMax).toCompletionStage();
  }

  @Override
  public CompletionStage<Expiry> expire(LaneId lane) {
    return lanes
        .run(lane, EXPIRE, List.of())
        .map(
            answer ->
                new Expiry(
                    Answers.number(answer, 2),
                    Answers.arrival(answer, Answers.number(answer, 3), 4)))
        .toCompletionStage();
  }

  /**
   * Also tells lanes of messages that they have not heard of. A lane that does not answer has none.
   */
  @Override
  public CompletionStage<Map<LaneId, Integer>> backlog(Collection<LaneId> lanes) {
    return Future.fromCompletionStage(archive.tails(lanes))
        .compose(tails -> Settled.answered(lanes.stream().map(i -> backlog(i, tails)).toList()))
        .map(
            found -> {
              Map<LaneId, Integer> backlog = new HashMap<>();
              found.stream()
                  .filter(lane -> lane.messages() > 0)
                  .forEach(one -> backlog.put(one.lane(), one.messages()));
              return backlog;
            })
        .toCompletionStage();
  }

  private record Backlog(LaneId lane, int messages) {}

  private Future<Backlog> backlog(LaneId lane, Map<LaneId, Tail> tails) {
    var tail = Objects.requireNonNull(tails.get(lane));
    return lanes
        .run(lane, BACKLOG, List.of(Long.toString(tail.number())))
        .map(
            answer -> {
              tailCheck.suspect(lane, tail, Answers.tail(answer, 3));
              return new Backlog(lane, Answers.number(answer, 2));
            });
  }

  /** Of the same stream, and nobody can guess it. */
  private String next(IterationId id) {
    return id.value().substring(0, TAG) + ids.next().value().substring(TAG);
  }

  private static String millis(Duration time) {
    return Long.toString(time.toMillis());
  }
}
