package dev.pixstream.check.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pixstream.check.exchange.Request;
import dev.pixstream.check.exchange.Response;
import dev.pixstream.check.http.Shortened;
import dev.pixstream.check.trial.Check;
import dev.pixstream.check.trial.CheckedLane;
import dev.pixstream.check.trial.CheckedServer;
import dev.pixstream.check.trial.Expect;
import dev.pixstream.check.trial.Inapplicable;
import dev.pixstream.check.trial.Json;
import dev.pixstream.check.trial.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Requests that are wrong in their path, method, headers or size. */
final class BadInputChecks {
  private static final String SECTION = "bad-input";
  private static final int LARGE_BYTES = 5 << 20;
  private static final Duration AT_ONCE = Duration.ofSeconds(5);

  private BadInputChecks() {}

  static List<Check> all() {
    return List.of(
        Check.of(SECTION, "bad-ispb", "What is no ISPB is a 400", BadInputChecks::ispb),
        Check.of(
            SECTION,
            "bad-iteration-id",
            "What is no iterationId is a 404, or a 400",
            BadInputChecks::iterationId),
        Check.of(SECTION, "bad-method", "A wrong method is a 405", BadInputChecks::method),
        Check.of(
            SECTION,
            "bad-media-type",
            "A body that is not application/json is a 415, and nothing is stored",
            BadInputChecks::mediaType),
        Check.of(
            SECTION,
            "bad-size",
            "A body that is too large is a 413, and nothing is stored",
            BadInputChecks::size),
        Check.of(
            SECTION,
            "not-http",
            "What is not HTTP does not trouble the server",
            BadInputChecks::notHttp),
        Check.of(
            SECTION,
            "problem-json",
            "Errors are application/problem+json with type, title, status, detail and no stack trace",
            BadInputChecks::problem));
  }

  private static void ispb(CheckedServer target) throws IOException, InterruptedException {
    var base = target.settings().basePath() + "/";
    for (var ispb : List.of("123", "123456789", "1234567a", "1234567%C3%89", "1234%2F67", "%00")) {
      var start = base + ispb + "/stream/start";
      Expect.status(400, "GET " + start, target.begin(Request.get(start)).await(AT_ONCE));
      var messages = base + ispb + "/messages";
      var body = Message.to("00000000").json();
      Expect.status(400, "POST " + messages, target.send(Request.postJson(messages, body)));
    }
  }

  private static void iterationId(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var ids =
        List.of(
            "x",
            "ABCDEFGHIJKL",
            "0123456789abc",
            "%22abcdefghijkl%22",
            "a%27--0000000",
            "0123456789%C3%A9b");
    for (var id : ids) {
      var path = lane.streamPath(id);
      Expect.anyStatus("GET " + path, target.begin(Request.get(path)).await(AT_ONCE), 404, 400);
      Expect.anyStatus("DELETE " + path, target.send(Request.delete(path)), 404, 400);
    }
  }

  private static void method(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var wrong =
        List.of(
            Request.postJson(lane.startPath(), "{}"),
            Request.delete(lane.startPath()),
            Request.of("PUT", lane.streamPath(Message.newIterationId())),
            Request.postJson(lane.streamPath(Message.newIterationId()), "{}"),
            Request.delete(lane.messagesPath()),
            Request.get(lane.messagesPath()));
    for (var request : wrong) {
      Expect.status(
          405, request.method() + " " + request.path(), target.begin(request).await(AT_ONCE));
    }
  }

  private static void mediaType(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var message = Message.to(lane.ispb());
    var bare = Request.of("POST", lane.messagesPath()).withBody(message.json().getBytes(UTF_8));
    Expect.status(415, "a body without Content-Type", target.send(bare));
    for (var type : List.of("text/plain", "application/xml", "application/x-www-form-urlencoded")) {
      Expect.status(415, "a body of " + type, target.send(bare.with("Content-Type", type)));
    }
    var marker = lane.storeOne();
    var batch = lane.start();
    Expect.ids("nothing of what was refused", List.of(marker.endToEndId()), batch);
    lane.close(batch);
    var named = bare.with("Content-Type", "application/json; charset=utf-8");
    Expect.status(201, "a body with the charset named", target.send(named));
    lane.expectToCome(List.of(message.endToEndId()));
  }

  private static void size(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var message = Message.to(lane.ispb());
    var response = lane.post(message.json() + " ".repeat(LARGE_BYTES));
    if (response.status() == 201) {
      lane.expectToCome(List.of(message.endToEndId()));
      throw new Inapplicable("the server takes bodies of 5 MiB, and the contract sets no bound");
    }
    Expect.status(413, "a body of 5 MiB", response);
    var marker = lane.storeOne();
    var batch = lane.start();
    Expect.ids("nothing of what was refused", List.of(marker.endToEndId()), batch);
    lane.close(batch);
  }

  private static void notHttp(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    for (var text : List.of("\0\1\2\3\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n")) {
      var pending = target.beginBytes("bytes " + Shortened.of(text), text.getBytes(US_ASCII));
      if (pending.answersWithin(Duration.ofSeconds(1))) {
        try {
          var response = pending.await();
          Expect.that(response.status() >= 400, "an error, or nothing", response.toString());
        } catch (IOException _) {
          // To close the connection is right as well.
        }
      }
      pending.abandon();
    }
    var stored = lane.storeOne();
    var batch = lane.start();
    Expect.ids("service as before", List.of(stored.endToEndId()), batch);
    lane.close(batch);
  }

  private static void problem(CheckedServer target) throws IOException, InterruptedException {
    var lane = target.lane();
    var unknown = lane.streamPath(Message.newIterationId());
    lane.store(1);
    var last = lane.start();
    lane.close(last);
    var wrong =
        Map.of(
            "400", target.send(Request.get(target.settings().basePath() + "/123/stream/start")),
            "400 ", lane.post("{"),
            "404", target.send(Request.get(unknown)),
            "405", target.send(Request.of("PUT", lane.startPath())),
            "406", lane.get(lane.startPath(), "text/html"),
            "410", lane.get(last.next(), CheckedLane.MANY),
            "415", target.send(Request.of("POST", lane.messagesPath()).withBody(new byte[] {'x'})));
    wrong.values().forEach(BadInputChecks::isProblem);
  }

  private static void isProblem(Response response) {
    Expect.that(
        response.mediaType().equals("application/problem+json"),
        "Content-Type: application/problem+json",
        response.toString());
    var problem = Expect.object(response);
    for (var member : List.of("type", "title", "detail")) {
      Expect.that(problem.text(member).isPresent(), "the member " + member, response.toString());
    }
    Expect.same(
        "the member status",
        "" + response.status(),
        problem.get("status").map(Json::source).orElse(""));
    Expect.that(
        !response.text().matches("(?s).*(\\bat [\\w.$]+\\([\\w.]+:\\d+\\)|Traceback|Exception:).*"),
        "no stack trace",
        response.toString());
  }
}
