package dev.pixstream.redis;

import dev.pixstream.core.Ispb;
import dev.pixstream.core.processing.ProcessingRecord;
import dev.pixstream.core.processing.ProcessingRecord.Attempt;
import dev.pixstream.core.processing.ProcessingRecord.Entry;
import dev.pixstream.core.processing.SeqRange;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes attempts of delivery that are over from Redis to PostgreSQL, in bulk, and only then makes
 * those that were confirmed work and deletes them. One round at a time on a node; what is asked for
 * meanwhile goes with the next. Two nodes may write the same: the second changes nothing.
 */
final class QueueHistory {
  /** Of a lane in one round, so that no answer of Redis gets large. */
  private static final int LANE_MAX = 250;

  private final QueueCalls calls;
  private final QueueLog log;
  private final ProcessingRecord record;
  private Set<Ispb> asked = new LinkedHashSet<>();
  private Promise<Void> next = Promise.promise();
  private boolean running;

  QueueHistory(QueueCalls calls, QueueLog log, ProcessingRecord record) {
    this.calls = calls;
    this.log = log;
    this.record = record;
  }

  private record Read(Ispb ispb, List<String> ids, List<Attempt> attempts) {}

  /** All that is confirmed in these lanes by now is in the history then. */
  Future<Void> write(Collection<Ispb> lanes) {
    if (lanes.isEmpty()) {
      return Future.succeededFuture();
    }
    Future<Void> written;
    synchronized (this) {
      asked.addAll(lanes);
      written = next.future();
      if (running) {
        return written;
      }
      running = true;
    }
    round();
    return written;
  }

  private void round() {
    Set<Ispb> lanes;
    Promise<Void> done;
    synchronized (this) {
      lanes = asked;
      done = next;
      if (lanes.isEmpty()) {
        running = false;
        return;
      }
      asked = new LinkedHashSet<>();
      next = Promise.promise();
    }
    all(List.copyOf(lanes))
        .onComplete(
            (written, failure) -> {
              if (failure == null) {
                done.complete();
              } else {
                done.fail(failure);
              }
              round();
            });
  }

  private Future<Void> all(List<Ispb> lanes) {
    var reads = lanes.stream().map(this::read).toList();
    return Future.join(reads)
        .compose(
            done -> {
              var found =
                  reads.stream().map(Future::result).filter(r -> !r.ids().isEmpty()).toList();
              return found.isEmpty() ? Future.succeededFuture() : record(found, 0);
            });
  }

  private Future<Read> read(Ispb ispb) {
    return calls.confirmed(ispb, LANE_MAX).map(answer -> read(ispb, answer));
  }

  /** So many lanes as fit into one call, then the next ones. */
  private Future<Void> record(List<Read> found, int from) {
    List<Attempt> attempts = new ArrayList<>();
    int to = from;
    while (to < found.size()
        && attempts.size() + found.get(to).attempts().size() <= ProcessingRecord.ROWS_MAX) {
      attempts.addAll(found.get(to++).attempts());
    }
    var these = found.subList(from, to);
    int end = to;
    return Future.fromCompletionStage(record.attempts(attempts))
        .compose(places -> publish(these, places))
        .compose(published -> end < found.size() ? record(found, end) : Future.succeededFuture());
  }

  private Future<Void> publish(List<Read> lanes, List<Long> places) {
    List<Future<Void>> published = new ArrayList<>();
    List<Ispb> full = new ArrayList<>();
    int at = 0;
    for (var lane : lanes) {
      published.add(publish(lane, places.subList(at, at + lane.attempts().size())));
      at += lane.attempts().size();
      if (lane.ids().size() == LANE_MAX) {
        full.add(lane.ispb());
      }
    }
    return Future.join(published)
        .compose(done -> full.isEmpty() ? Future.succeededFuture() : all(full));
  }

  private Future<Void> publish(Read lane, List<Long> places) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      if (places.get(i) > 0) {
        entries.add(new Entry(places.get(i), lane.attempts().get(i).range()));
      }
    }
    if (lane.attempts().stream().noneMatch(a -> a.outcome().equals(Attempt.CONFIRMED))) {
      return calls.forget(lane.ispb(), lane.ids());
    }
    if (!isOneRun(entries)) {
      return log.catchUp(lane.ispb()).compose(done -> calls.forget(lane.ispb(), lane.ids()));
    }
    return calls
        .publish(
            lane.ispb(), entries.getFirst().n() - 1, entries.getLast().n(), entries, lane.ids())
        .compose(
            done ->
                done
                    ? Future.succeededFuture()
                    : log.catchUp(lane.ispb())
                        .compose(caught -> calls.forget(lane.ispb(), lane.ids())));
  }

  private static boolean isOneRun(List<Entry> entries) {
    for (int i = 1; i < entries.size(); i++) {
      if (entries.get(i).n() != entries.get(i - 1).n() + 1) {
        return false;
      }
    }
    return !entries.isEmpty();
  }

  private static Read read(Ispb ispb, Response answer) {
    List<String> ids = new ArrayList<>();
    List<Attempt> attempts = new ArrayList<>();
    for (var entry : answer) {
      ids.add(entry.get(0).toString());
      Map<String, String> fields = new HashMap<>();
      for (int i = 0; i + 1 < entry.get(1).size(); i += 2) {
        fields.put(entry.get(1).get(i).toString(), entry.get(1).get(i + 1).toString());
      }
      attempts.add(attempt(ispb, new Fields(fields)));
    }
    return new Read(ispb, ids, attempts);
  }

  /** See lane.lua for what they mean. */
  private record Fields(Map<String, String> of) {
    String text(String name) {
      var value = of.get(name);
      if (value == null) {
        throw new IllegalStateException("a confirmation without " + name);
      }
      return value;
    }

    long number(String name) {
      return Long.parseLong(text(name));
    }

    Instant time(String name) {
      return Answers.instant(number(name));
    }
  }

  private static Attempt attempt(Ispb ispb, Fields fields) {
    return new Attempt(
        ispb,
        fields.number("epoch"),
        new SeqRange(fields.number("from"), fields.number("to")),
        fields.text("batch"),
        (int) fields.number("part"),
        (int) fields.number("attempt"),
        (int) fields.number("redelivered"),
        fields.number("stream"),
        (int) fields.number("iteration"),
        fields.time("leased"),
        fields.time("lease"),
        fields.time("at"),
        fields.of().getOrDefault("outcome", Attempt.CONFIRMED));
  }
}
