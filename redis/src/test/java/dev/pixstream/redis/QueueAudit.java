package dev.pixstream.redis;

import dev.pixstream.core.Ispb;
import dev.pixstream.testkit.Lane;
import dev.pixstream.testkit.TestDatabase;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether each confirmed message is in exactly one place: what is not done in PostgreSQL is work in
 * Redis, in one running job if it was taken; and what is to be retried there is a retry here.
 */
final class QueueAudit {
  private final RedisNodes nodes;
  private final QueueKeys keys;
  private final TestDatabase database;

  QueueAudit(RedisNodes nodes, QueueKeys keys, TestDatabase database) {
    this.nodes = nodes;
    this.keys = keys;
    this.database = database;
  }

  List<String> violations() {
    List<String> violations = new ArrayList<>();
    for (var lane : database.query("SELECT ispb FROM pixstream.lane")) {
      violations(new Ispb(lane), violations);
    }
    violations.addAll(
        database.query(
            "SELECT 'job ' || j.to_n || ' of ' || j.ispb || ' overlaps'"
                + " FROM (SELECT d.*, lag(d.to_n) OVER (PARTITION BY d.ispb ORDER BY d.to_n) AS last"
                + " FROM pixstream.job d WHERE d.state = 'done') j WHERE j.from_n < j.last"));
    violations.addAll(
        database.query(
            "SELECT h.ispb || ' has ' || h.to_seq || ' in two places'"
                + " FROM (SELECT p.*, lag(p.to_seq) OVER (PARTITION BY p.ispb"
                + " ORDER BY p.to_seq, p.from_seq) AS last FROM (SELECT l.ispb, u.from_seq, u.to_seq"
                + " FROM pixstream.lane l, LATERAL pixstream.undone(l.ispb, 0, 1000000) u UNION ALL"
                + " SELECT f.ispb, f.seq - 1, f.seq FROM pixstream.failure f"
                + " WHERE f.state <> 'processed') p) h WHERE h.from_seq < h.last"));
    return violations;
  }

  private void violations(Ispb ispb, List<String> violations) {
    var of = keys.of(ispb);
    var top = ask(of.get(2), Command.HGET, "top");
    if (top == null) {
      return;
    }
    Set<Long> work = new TreeSet<>();
    ask(of.get(1), Command.XRANGE, "-", "+")
        .forEach(e -> work.add(Long.parseLong(e.get(0).toString().replace("-0", ""))));
    Set<Long> undone = new TreeSet<>();
    database
        .query(
            "SELECT n FROM pixstream.undone('%s', 0, 1000000) WHERE n <= %s"
                .formatted(ispb, top.toString()))
        .forEach(n -> undone.add(Long.valueOf(n)));
    expect(violations, ispb + " has as work", undone, work);

    long taken = ask(of.get(2), Command.HGET, "taken").toLong();
    Set<Long> held = new TreeSet<>();
    var jobs = ask(of.get(3), Command.HGETALL);
    Set<String> ends = new HashSet<>(jobs.getKeys());
    for (var end : ends) {
      long from = Long.parseLong(jobs.get(end).toString().split(" ", 2)[0]);
      for (long n = from + 1; n <= Long.parseLong(end); n++) {
        if (!held.add(n)) {
          violations.add(ispb + " has " + n + " in two jobs");
        }
      }
    }
    held.retainAll(work);
    work.removeIf(n -> n > taken);
    expect(violations, ispb + " has in jobs", work, held);
    expect(violations, ispb + " runs", ends, texts(ask(of.get(4), Command.ZRANGE, "0", "-1")));
    expect(
        violations,
        ispb + " retries",
        new HashSet<>(
            database.query(
                "SELECT seq FROM pixstream.failure WHERE state = 'retrying' AND ispb = '%s'"
                    .formatted(ispb))),
        texts(ask(of.get(5), Command.ZRANGE, "0", "-1")));
  }

  private static Set<String> texts(Response answer) {
    Set<String> texts = new HashSet<>();
    answer.forEach(text -> texts.add(text.toString()));
    return texts;
  }

  private static void expect(List<String> violations, String what, Set<?> expected, Set<?> actual) {
    if (!expected.equals(actual)) {
      violations.add(what + " " + actual + ", not " + expected);
    }
  }

  private Response ask(String key, Command command, String... more) {
    var request = Request.cmd(command).arg(key);
    for (var argument : more) {
      request.arg(argument);
    }
    return Lane.await(nodes.send(key, request).toCompletionStage());
  }
}
