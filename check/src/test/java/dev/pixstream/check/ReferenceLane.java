package dev.pixstream.check;

import dev.pixstream.check.ReferenceServer.Times;
import dev.pixstream.check.ReferenceStream.Stored;
import dev.pixstream.check.ReferenceStream.Waiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** The protocol on one lane in memory, and what each fault makes of it. */
final class ReferenceLane {

  /** A request that is being served; abandon is called when its connection ends. */
  record Call(CompletableFuture<Reply> reply, Runnable abandon) {
    static Call of(Reply reply) {
      return new Call(CompletableFuture.completedFuture(reply), () -> {});
    }
  }

  private static final int STREAMS_MAX = 6;

  private final String ispb;
  private final Fault fault;
  private final Times times;
  private final ReferenceIds ids;
  private final Map<String, Stored> known = new HashMap<>();
  private final NavigableMap<Long, Stored> pending = new TreeMap<>();
  private final List<ReferenceStream> streams = new ArrayList<>();
  private final List<Waiter> waiters = new ArrayList<>();
  private long tail;

  ReferenceLane(String ispb, Fault fault, Times times, ReferenceIds ids) {
    this.ispb = ispb;
    this.fault = fault;
    this.times = times;
    this.ids = ids;
  }

  String ispb() {
    return ispb;
  }

  Reply store(List<ReferenceMessage> messages) {
    return store(messages, this);
  }

  /** Stores; ids are looked up in that lane. */
  synchronized Reply store(List<ReferenceMessage> messages, ReferenceLane lookup) {
    int duplicates = 0;
    for (var message : messages) {
      var before = lookup.known.get(message.endToEndId());
      if (before != null
          && !before.message.content().equals(message.content())
          && fault != Fault.IGNORES_CONFLICTS) {
        return Reply.problem(409);
      }
    }
    for (var message : messages) {
      if (lookup.known.containsKey(message.endToEndId()) && fault != Fault.STORES_DUPLICATES) {
        duplicates++;
        continue;
      }
      var stored = new Stored(++tail, message);
      lookup.known.put(message.endToEndId(), stored);
      known.put(message.endToEndId(), stored);
      pending.put(stored.sequence, stored);
    }
    if (fault != Fault.DOES_NOT_WAKE) {
      wake();
    }
    return Reply.json(
        201,
        "{\"inserted\":%d,\"duplicates\":%d}".formatted(messages.size() - duplicates, duplicates));
  }

  synchronized long size() {
    return tail;
  }

  synchronized Reply history(String endToEndId) {
    var stored = known.get(endToEndId);
    if (stored == null) {
      return Reply.problem(404);
    }
    int deliveries = fault == Fault.FORGETS_HISTORY ? 0 : stored.deliveries;
    return Reply.json(
        200,
        "{\"endToEndId\":\"%s\",\"deliveries\":[%s]}"
            .formatted(
                endToEndId,
                java.util.stream.Stream.generate(() -> "{}")
                    .limit(deliveries)
                    .collect(Collectors.joining(","))));
  }

  Call start(int max) {
    boolean full;
    synchronized (this) {
      full = isFull();
    }
    if (fault == Fault.COUNTS_TOO_EARLY) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    synchronized (this) {
      if (fault == Fault.COUNTS_TOO_EARLY ? full : isFull()) {
        var refusal = Reply.problem(429);
        return Call.of(fault == Fault.NO_RETRY_AFTER ? refusal : refusal.with("Retry-After", "1"));
      }
      var stream = new ReferenceStream(this);
      stream.latest = ids.give(stream);
      streams.add(stream);
      return ask(stream, "start", max);
    }
  }

  private boolean isFull() {
    expire();
    return streams.size() >= STREAMS_MAX && fault != Fault.OPENS_A_SEVENTH;
  }

  Call pull(String id, int max) {
    var stream = ids.find(id);
    if (stream == null) {
      return Call.of(Reply.problem(fault == Fault.UNKNOWN_IS_410 ? 410 : 404));
    }
    if (stream.lane != this && fault == Fault.FOREIGN_SUPERSEDES) {
      stream.lane.supersedeFor(stream);
    }
    if (stream.lane != this) {
      return fault == Fault.SERVES_FOREIGN_IDS
          ? stream.lane.pull(id, max)
          : Call.of(Reply.problem(404));
    }
    return pull(stream, id, max);
  }

  private synchronized Call pull(ReferenceStream stream, String id, int max) {
    expire();
    if (stream.closed) {
      return late(stream, id);
    }
    if (id.equals(stream.latest)) {
      if (!stream.waiting.isEmpty() && fault == Fault.REFUSES_THE_NEWER) {
        return Call.of(Reply.problem(409));
      }
      supersede(stream);
      if (fault != Fault.PULL_CONFIRMS_NOTHING) {
        stream.batch.clear();
      }
      return ask(stream, id, max);
    }
    if (id.equals(stream.asked) && !stream.batch.isEmpty() && fault != Fault.FORGETS_RETRIES) {
      return retry(stream, max);
    }
    return fault == Fault.OLD_ID_WORKS ? Call.of(empty(stream)) : Call.of(Reply.problem(410));
  }

  private Call retry(ReferenceStream stream, int max) {
    if (max == 1 && stream.batch.size() > 1 && fault != Fault.RETRY_IN_OTHER_FORM) {
      return Call.of(Reply.problem(406));
    }
    boolean young = System.nanoTime() - stream.claimedNanos < TimeUnit.MILLISECONDS.toNanos(30);
    if (fault == Fault.DOUBLES_UNDER_CONCURRENCY && young && !pending.isEmpty()) {
      return Call.of(claim(stream, stream.asked, max));
    }
    renew(stream);
    var reply = reply(stream, max);
    return Call.of(
        fault == Fault.RETRY_CHANGES_BYTES
            ? new Reply(200, reply.headers(), reply.body().replace(",{", ", {"))
            : reply);
  }

  private synchronized void supersedeFor(ReferenceStream stream) {
    supersede(stream);
  }

  private void supersede(ReferenceStream stream) {
    for (var waiter : List.copyOf(stream.waiting)) {
      leave(waiter);
      var _ = waiter.reply().complete(Reply.problem(409));
    }
  }

  private Call late(ReferenceStream stream, String id) {
    if (fault == Fault.LATE_CONFIRMS && id.equals(stream.latest)) {
      stream.batch.values().forEach(stored -> pending.remove(stored.sequence));
    }
    return Call.of(fault == Fault.IGNORES_FENCING ? empty(stream) : Reply.problem(410));
  }

  private Call ask(ReferenceStream stream, String asked, int max) {
    int enough = fault == Fault.WAITS_TO_FILL ? max : 1;
    if (pending.size() >= enough) {
      return Call.of(claim(stream, asked, max));
    }
    if (fault == Fault.DOES_NOT_WAIT) {
      renew(stream);
      return Call.of(empty(stream));
    }
    var waiter = new Waiter(stream, asked, max, asked.equals("start"), new CompletableFuture<>());
    waiters.add(waiter);
    stream.waiting.add(waiter);
    var wait = idleWait();
    if (fault != Fault.WAIT_ENDS_LEASE) {
      stream.endNanos = System.nanoTime() + times.lease().plus(wait).toNanos();
    } else if (stream.endNanos == 0) {
      renew(stream);
    }
    later(wait, () -> timeOut(waiter));
    return new Call(waiter.reply(), () -> abandon(waiter));
  }

  private Duration idleWait() {
    var wait = times.idleWait();
    return switch (fault) {
      case DOES_NOT_SPREAD -> wait.multipliedBy(95).dividedBy(100);
      case WAITS_TOO_LONG -> wait.multipliedBy(2);
      default ->
          wait.minus(Duration.ofMillis(ThreadLocalRandom.current().nextLong(wait.toMillis() / 10)));
    };
  }

  private static void later(Duration time, Runnable task) {
    CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS).execute(task);
  }

  private synchronized void timeOut(Waiter waiter) {
    if (leave(waiter)) {
      if (fault != Fault.WAIT_ENDS_LEASE) {
        renew(waiter.stream());
      }
      var _ = waiter.reply().complete(empty(waiter.stream()));
    }
  }

  private synchronized void abandon(Waiter waiter) {
    if (leave(waiter) && waiter.starts()) {
      close(waiter.stream());
    }
  }

  private boolean leave(Waiter waiter) {
    waiter.stream().waiting.remove(waiter);
    return waiters.remove(waiter);
  }

  private void wake() {
    while (!pending.isEmpty() && !waiters.isEmpty()) {
      var waiter = fault == Fault.WAKES_THE_LATEST ? waiters.getLast() : waiters.getFirst();
      if (fault == Fault.WAITS_TO_FILL && pending.size() < waiter.max()) {
        return;
      }
      leave(waiter);
      var _ = waiter.reply().complete(claim(waiter.stream(), waiter.asked(), waiter.max()));
      if (fault == Fault.WAKES_ALL) {
        List.copyOf(waiters).forEach(this::timeOut);
      }
    }
  }

  private Reply claim(ReferenceStream stream, String asked, int max) {
    if (fault != Fault.PULL_CONFIRMS_NOTHING) {
      stream.batch.clear();
    }
    stream.redelivered = 0;
    var kept = new ArrayList<Stored>();
    for (int i = 0; i < max && !pending.isEmpty(); i++) {
      var next =
          switch (fault) {
            case REORDERS -> pending.lastEntry();
            case REDELIVERS_LAST ->
                pending.entrySet().stream()
                    .filter(entry -> entry.getValue().deliveries == 0)
                    .findFirst()
                    .orElse(pending.firstEntry());
            default -> pending.firstEntry();
          };
      var stored = next.getValue();
      pending.remove(next.getKey());
      if (fault == Fault.LOSES_ONE && stored.sequence == 77) {
        continue;
      }
      boolean twice =
          fault == Fault.LEASES_TO_TWO || (fault == Fault.DELIVERS_TWICE && stored.sequence == 77);
      if (twice && stored.deliveries == 0) {
        kept.add(stored);
      }
      stream.redelivered += stored.deliveries++ > 0 ? 1 : 0;
      stream.batch.put((long) stream.batch.size(), stored);
    }
    kept.forEach(stored -> pending.put(stored.sequence, stored));
    stream.asked = asked;
    stream.latest = fault == Fault.SAME_ID_AGAIN ? stream.latest : ids.give(stream);
    stream.claimedNanos = System.nanoTime();
    renew(stream);
    return reply(stream, max);
  }

  private void renew(ReferenceStream stream) {
    var lease =
        switch (fault) {
          case LEASE_TOO_SHORT -> times.lease().dividedBy(4);
          case LEASE_NEVER_ENDS -> Duration.ofHours(1);
          default -> times.lease();
        };
    stream.endNanos = System.nanoTime() + lease.toNanos();
    later(lease.plusMillis(10), this::expire);
  }

  private synchronized void expire() {
    for (var stream : List.copyOf(streams)) {
      if (System.nanoTime() - stream.endNanos > 0) {
        putBack(stream);
        close(stream);
      }
    }
    wake();
  }

  private void putBack(ReferenceStream stream) {
    stream.batch.values().forEach(stored -> pending.put(stored.sequence, stored));
  }

  private void close(ReferenceStream stream) {
    stream.closed = true;
    supersede(stream);
    streams.remove(stream);
  }

  /** A request that was answered with 406. */
  synchronized void refused(String id) {
    var stream = ids.find(id);
    if (fault == Fault.REFUSAL_CONFIRMS && stream != null && id.equals(stream.latest)) {
      stream.batch.clear();
    }
  }

  Reply delete(String id) {
    var stream = ids.find(id);
    if (stream == null || (stream.lane != this && fault != Fault.SERVES_FOREIGN_IDS)) {
      return Reply.problem(fault == Fault.UNKNOWN_IS_410 ? 410 : 404);
    }
    return stream.lane.delete(stream, id);
  }

  private synchronized Reply delete(ReferenceStream stream, String id) {
    expire();
    if (stream.closed) {
      var _ = late(stream, id);
      return fault == Fault.SECOND_DELETE_IS_200 ? Reply.json(200, "{}") : Reply.problem(410);
    }
    if (id.equals(stream.latest)) {
      if (fault == Fault.DELETE_PUTS_BACK) {
        putBack(stream);
      }
    } else if (id.equals(stream.asked) && !stream.batch.isEmpty()) {
      if (fault != Fault.PREVIOUS_CONFIRMS) {
        putBack(stream);
      }
    } else if (fault == Fault.OLD_DELETE_CLOSES) {
      putBack(stream);
    } else {
      return Reply.problem(410);
    }
    close(stream);
    if (fault == Fault.KEEPS_SLOTS) {
      streams.add(stream);
    }
    wake();
    return Reply.json(200, "{}");
  }

  private String path(ReferenceStream stream) {
    var path = "/api/pix/" + ispb + "/stream/" + stream.latest;
    return fault == Fault.QUOTES_PULL_NEXT ? "\"" + path + "\"" : path;
  }

  private Reply empty(ReferenceStream stream) {
    return new Reply(204, Map.of("Pull-Next", path(stream)), "");
  }

  private Reply reply(ReferenceStream stream, int max) {
    var texts = stream.batch.values().stream().map(stored -> stored.message.sent()).toList();
    var body =
        max > 2 ? texts.stream().collect(Collectors.joining(",", "[", "]")) : texts.getFirst();
    if (fault == Fault.ONE_IS_TWO && max == 2) {
      body = "[" + body + "]";
    }
    var type = fault == Fault.OWN_CONTENT_TYPE && max > 2 ? "multipart/json" : "application/json";
    var reply = Reply.of(200, type, body).with("Pull-Next", path(stream));
    return stream.redelivered == 0 || fault == Fault.HIDES_REDELIVERY
        ? reply
        : reply.with("Redelivered", String.valueOf(stream.redelivered));
  }
}
