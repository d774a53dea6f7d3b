package dev.pixstream.redis;

import dev.pixstream.core.Ispb;
import dev.pixstream.core.processing.ProcessingRecord.Entry;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The queue's scripts. Whatever becomes due through one of them is noted in the agenda. */
final class QueueCalls {
  private static final Script PUBLISH = Script.ofQueue("publish");
  private static final Script LOOK = Script.ofQueue("look");
  private static final Script AGENDA_TAKE = Script.alone("agenda_take");
  private static final Script AGENDA_DONE = Script.alone("agenda_done");

  private final RedisCalls calls;
  private final QueueKeys keys;
  private final Supplier<Duration> ahead;

  QueueCalls(RedisCalls calls, QueueKeys keys, Supplier<Duration> ahead) {
    this.calls = calls;
    this.keys = keys;
    this.ahead = ahead;
  }

  /** How far a lane's queue knows its log; -1: there is no such queue. */
  Future<Long> top(Ispb ispb) {
    var key = keys.state(ispb);
    return calls
        .nodes()
        .send(key, Request.cmd(Command.HGET).arg(key).arg("top"))
        .map(answer -> answer == null ? -1L : answer.toLong());
  }

  /**
   * Confirmations that are not in PostgreSQL's history yet.
   *
   * @return of each its id and its fields, one after the other
   */
  Future<Response> confirmed(Ispb ispb, int max) {
    var key = keys.confirmed(ispb);
    var request = Request.cmd(Command.XRANGE).arg(key).arg("-").arg("+").arg("COUNT").arg(max);
    return calls.nodes().send(key, request);
  }

  /** Deletes confirmations that are in the history. */
  Future<Void> forget(Ispb ispb, List<String> ids) {
    if (ids.isEmpty()) {
      return Future.succeededFuture();
    }
    var key = keys.confirmed(ispb);
    var request = Request.cmd(Command.XDEL).arg(key);
    ids.forEach(request::arg);
    return calls.nodes().send(key, request).mapEmpty();
  }

  /**
   * A part of the log becomes work.
   *
   * @return false if the queue does not reach up to there: nothing has changed
   */
  Future<Boolean> publish(
      Ispb ispb, long after, long upto, List<Entry> entries, List<String> confirmed) {
    List<String> arguments = new ArrayList<>();
    arguments.add(Long.toString(after));
    arguments.add(Long.toString(upto));
    arguments.add(Integer.toString(entries.size()));
    for (var entry : entries) {
      arguments.add(Long.toString(entry.n()));
      arguments.add(Long.toString(entry.range().from()));
      arguments.add(Long.toString(entry.range().to()));
    }
    arguments.addAll(confirmed);
    return calls
        .run(PUBLISH, keys.of(ispb), arguments)
        .map(answer -> answer.get(0).toString().equals("done"));
  }

  /** What a look at a lane has shown: absent, work or none. */
  Future<String> look(Ispb ispb) {
    return calls
        .run(LOOK, keys.of(ispb), List.of())
        .compose(answer -> note(ispb, answer.get(1)).map(answer.get(0).toString()));
  }

  /** Runs a script whose first argument is the clock; its answer says what is due next. */
  Future<Response> timed(Script script, Ispb ispb, List<String> arguments, int dueAt) {
    return calls
        .run(script, keys.of(ispb), withClock(arguments))
        .compose(answer -> note(ispb, answer.get(dueAt)).map(answer));
  }

  /** The same, of a script that answers nothing else. */
  Future<Void> timed(Script script, Ispb ispb, List<String> arguments) {
    return calls
        .run(script, keys.of(ispb), withClock(arguments))
        .compose(answer -> note(ispb, answer));
  }

  /** The same; the caller sees to what is due next. */
  Future<Response> looked(Script script, Ispb ispb, List<String> arguments) {
    return calls.run(script, keys.of(ispb), withClock(arguments));
  }

  /** Lanes in which something is due. */
  Future<Response> agenda(Duration quiet, int lanesMax) {
    var arguments = withClock(List.of(Answers.micros(quiet), Integer.toString(lanesMax)));
    return calls.run(AGENDA_TAKE, List.of(keys.agenda()), arguments);
  }

  Future<Void> agendaDone(String since, List<String> lanes) {
    if (lanes.isEmpty()) {
      return Future.succeededFuture();
    }
    List<String> arguments = new ArrayList<>(lanes);
    arguments.addFirst(since);
    return calls.run(AGENDA_DONE, List.of(keys.agenda()), arguments).mapEmpty();
  }

  Future<Void> note(Ispb ispb, Response due) {
    return due == null ? Future.succeededFuture() : note(ispb, due.toString());
  }

  /** The earliest time stays. */
  Future<Void> note(Ispb ispb, String due) {
    if (due.isEmpty()) {
      return Future.succeededFuture();
    }
    var key = keys.agenda();
    var request = Request.cmd(Command.ZADD).arg(key).arg("LT").arg(due).arg(ispb.value());
    return calls.nodes().send(key, request).mapEmpty();
  }

  private List<String> withClock(List<String> arguments) {
    List<String> all = new ArrayList<>(arguments.size() + 1);
    all.add(Answers.micros(ahead.get()));
    all.addAll(arguments);
    return all;
  }
}
