package dev.pixstream.redis.history;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.StoreUnavailableException;
import dev.pixstream.core.store.archive.Attempt;
import dev.pixstream.core.store.archive.LaneArchive;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes attempts of one Redis's lanes to the history, one round after the other. What is asked for
 * during a round goes with the next. Each lane has its own outcome: one that fails spoils no other.
 */
final class HistoryRounds {
  /** Of one round, so that what was read fits into the heap. */
  private static final int LANES_MAX = 100;

  private final AttemptStreams streams;
  private final LaneArchive archive;
  private final Map<LaneId, Promise<Integer>> asked = new LinkedHashMap<>();
  private boolean running;

  HistoryRounds(AttemptStreams streams, LaneArchive archive) {
    this.streams = streams;
    this.archive = archive;
  }

  /** What was read of a lane, and who asked for it. */
  private record Read(AttemptStreams.Page page, Promise<Integer> asked) {}

  /**
   * Completes when all that is over in this lane by now is in the history.
   *
   * @return how many attempts were written; of a lane with very many those of the last page
   */
  Future<Integer> write(LaneId lane) {
    Promise<Integer> answer;
    synchronized (this) {
      answer = asked.computeIfAbsent(lane, _ -> Promise.promise());
      if (running) {
        return answer.future();
      }
      running = true;
    }
    round();
    return answer.future();
  }

  private void round() {
    Map<LaneId, Promise<Integer>> lanes = next();
    if (lanes.isEmpty()) {
      return;
    }
    List<Read> found = Collections.synchronizedList(new ArrayList<>());
    List<Future<Void>> reads = new ArrayList<>();
    lanes.forEach((lane, answer) -> reads.add(read(lane, answer, found)));
    Future.join(reads).transform(done -> record(List.copyOf(found), 0)).onComplete(done -> round());
  }

  private synchronized Map<LaneId, Promise<Integer>> next() {
    Map<LaneId, Promise<Integer>> lanes = new LinkedHashMap<>();
    for (var at = asked.entrySet().iterator(); at.hasNext() && lanes.size() < LANES_MAX; ) {
      var lane = at.next();
      lanes.put(lane.getKey(), lane.getValue());
      at.remove();
    }
    running = !lanes.isEmpty();
    return lanes;
  }

  private Future<Void> read(LaneId lane, Promise<Integer> answer, List<Read> found) {
    return Future.<Void>succeededFuture()
        .compose(begun -> streams.read(lane))
        .transform(
            page -> {
              if (page.failed()) {
                answer.tryFail(page.cause());
              } else if (page.result().attempts().isEmpty()) {
                answer.tryComplete(0);
              } else {
                found.add(new Read(page.result(), answer));
              }
              return Future.succeededFuture();
            });
  }

  /** So many lanes as fit into one call, then the next ones. */
  private Future<Void> record(List<Read> found, int from) {
    if (from == found.size()) {
      return Future.succeededFuture();
    }
    int attempts = 0;
    int to = from;
    while (to < found.size()
        && attempts + found.get(to).page().attempts().size() <= LaneArchive.ATTEMPTS_MAX) {
      attempts += found.get(to++).page().attempts().size();
    }
    int end = to;
    return record(found.subList(from, to)).transform(done -> record(found, end));
  }

  private Future<Void> record(List<Read> lanes) {
    List<Attempt> attempts = new ArrayList<>();
    lanes.forEach(lane -> attempts.addAll(lane.page().attempts()));
    return Future.<Void>succeededFuture()
        .compose(begun -> Future.fromCompletionStage(archive.record(attempts)))
        .compose(
            written -> Future.join(lanes.stream().map(this::forget).toList()).mapEmpty(),
            failure -> failed(lanes, failure));
  }

  /** What PostgreSQL has against a call may be against one lane of it. */
  private Future<Void> failed(List<Read> lanes, Throwable failure) {
    if (failure instanceof StoreUnavailableException || lanes.size() == 1) {
      lanes.forEach(lane -> lane.asked().tryFail(failure));
      return Future.succeededFuture();
    }
    Future<Void> each = Future.succeededFuture();
    for (var lane : lanes) {
      each = each.transform(done -> record(List.of(lane)));
    }
    return each;
  }

  private Future<Void> forget(Read lane) {
    var page = lane.page();
    return streams
        .forget(page)
        .transform(
            done -> {
              if (done.failed()) {
                lane.asked().tryFail(done.cause());
              } else if (page.isFull()) {
                write(page.lane()).onComplete(lane.asked());
              } else {
                lane.asked().tryComplete(page.attempts().size());
              }
              return Future.succeededFuture();
            });
  }
}
