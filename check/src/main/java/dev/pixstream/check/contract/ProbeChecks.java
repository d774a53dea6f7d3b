package dev.pixstream.check.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pixstream.check.exchange.Request;
import dev.pixstream.check.trial.Check;
import dev.pixstream.check.trial.CheckedLane;
import dev.pixstream.check.trial.CheckedServer;
import dev.pixstream.check.trial.Expect;
import dev.pixstream.check.trial.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Contract, Representation: what stands between a collector and the server, and what it asks. */
final class ProbeChecks {
  private static final String SECTION = "representation";
  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  private ProbeChecks() {}

  static List<Check> all() {
    return List.of(
        Check.of(
            SECTION,
            "probes-claim-nothing",
            "HEAD and OPTIONS of a stream claim and confirm nothing",
            ProbeChecks::probes),
        Check.of(
            SECTION,
            "not-cached",
            "What a stream answers says that no cache may keep it",
            ProbeChecks::notCached),
        Check.of(
            SECTION,
            "two-hosts-400",
            "A request with two Host lines is a 400, and claims nothing",
            ProbeChecks::twoHosts),
        Check.of(
            SECTION,
            "empty-accept",
            "An empty Accept is none, and a body of 'application/json;' is JSON",
            ProbeChecks::emptyValues));
  }

  private static void probes(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var stored = Message.ids(lane.store(12));
    probe(target, lane.startPath());
    var first = lane.start();
    Expect.ids("the first messages", stored.subList(0, 10), first);
    var second = lane.pull(first);
    probe(target, second.next());
    Expect.ids("the batch, which is not confirmed", second.ids(), lane.pull(first));
    lane.close(second);
  }

  /** What is answered is the server's: it may know these methods or not. */
  private static void probe(CheckedServer target, String path)
      throws IOException, InterruptedException {
    for (var method : List.of("HEAD", "OPTIONS")) {
      var pending = target.begin(Request.of(method, path));
      Expect.that(pending.answersWithin(AT_ONCE), "an answer to " + method + " " + path, "none");
    }
  }

  private static void notCached(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    lane.store(1);
    var batch = lane.start();
    var unknown = lane.get(lane.streamPath(Message.newIterationId()), CheckedLane.MANY);
    for (var response : List.of(batch.response(), unknown, lane.delete(batch.next()))) {
      Expect.that(
          response.header("Cache-Control").orElse("").contains("no-store"),
          "Cache-Control: no-store",
          response.toString());
    }
  }

  private static void emptyValues(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var message = Message.to(lane.ispb());
    var body = Request.of("POST", lane.messagesPath()).withBody(message.json().getBytes(UTF_8));
    var stored = target.send(body.with("Content-Type", "application/json;"));
    Expect.status(201, "a body of application/json;", stored);
    lane.expectToCome(List.of(message.endToEndId()));
    var batch = lane.batch(lane.startPath(), "");
    Expect.object(batch.response());
    lane.close(batch);
  }

  private static void twoHosts(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var stored = Message.ids(lane.store(1));
    var twice = Request.get(lane.startPath()).with("Host", "127.0.0.1");
    Expect.status(400, "a GET with two Host lines", target.begin(twice).await(AT_ONCE));
    var batch = lane.start();
    Expect.ids("the message", stored, batch);
    lane.close(batch);
  }
}
