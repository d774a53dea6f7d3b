package dev.pixstream.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pixstream.check.ReferenceLane.Call;
import dev.pixstream.check.ReferenceServer.Incoming;
import dev.pixstream.check.ReferenceServer.Times;
import dev.pixstream.check.trial.Json;
import dev.pixstream.check.trial.Message;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Paths, methods, headers and bodies of the reference server. */
final class ReferenceRoutes {
  private static final int BODY_MAX = 4 << 20;
  private static final int ARRAY_MAX = 1_000;
  private static final int GENERATED_MAX = 10_000;
  private static final int PULLS_MAX = 100;
  private static final int STORES_MAX = 2_000;

  private final Fault fault;
  private final ReferenceIds ids;
  private final Times times;
  private final Map<String, ReferenceLane> lanes = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> pulls = new ConcurrentHashMap<>();
  private final ReferenceLane common;

  ReferenceRoutes(Fault fault, Times times) {
    this.fault = fault;
    this.times = times;
    this.ids = new ReferenceIds(fault);
    this.common = new ReferenceLane("00000000", fault, times, ids);
  }

  Call serve(Incoming request) {
    var path = request.path().split("/", -1);
    if (path.length == 6 && request.path().startsWith("/api/util/msgs/")) {
      return Call.of(request.method().equals("POST") ? generate(path[4], path[5]) : error(405));
    }
    if (path.length < 5 || !request.path().startsWith("/api/pix/")) {
      return Call.of(error(404));
    }
    if (!path[3].matches("[0-9A-Z]{8}") && fault != Fault.TAKES_ANY_ISPB) {
      return Call.of(error(400));
    }
    var lane = lane(path[3]);
    if (path.length == 5 && path[4].equals("messages")) {
      return Call.of(request.method().equals("POST") ? store(lane, request) : wrongMethod());
    }
    if (path.length == 6 && path[4].equals("messages")) {
      return Call.of(request.method().equals("GET") ? lane.history(path[5]) : wrongMethod());
    }
    if (path.length == 6 && path[4].equals("stream")) {
      return stream(lane, path[5], request);
    }
    return Call.of(error(404));
  }

  private ReferenceLane lane(String ispb) {
    return lanes.computeIfAbsent(ispb, i -> new ReferenceLane(i, fault, times, ids));
  }

  private Reply error(int status) {
    return altered(Reply.problem(status));
  }

  private Reply wrongMethod() {
    return error(fault == Fault.WRONG_METHOD_IS_404 ? 404 : 405);
  }

  private Reply altered(Reply reply) {
    return reply.status() >= 400 && fault == Fault.ERRORS_ARE_HTML
        ? new Reply(reply.status(), reply.headers(), "<h1>java.lang.Exception: no</h1>")
            .with("Content-Type", "text/html")
        : reply;
  }

  private Call stream(ReferenceLane lane, String id, Incoming request) {
    boolean start = id.equals("start");
    if (request.method().equals("DELETE") && !start) {
      return Call.of(altered(lane.delete(id)));
    }
    boolean get =
        request.method().equals("GET")
            || (request.method().equals("HEAD") && fault == Fault.HEAD_IS_GET);
    if (!get) {
      return Call.of(wrongMethod());
    }
    if (!start && !id.matches("[0-9a-z]{12,13}") && fault == Fault.BAD_ID_IS_500) {
      return Call.of(error(500));
    }
    var accept = request.headers().getOrDefault("accept", "*/*");
    boolean isNone = accept.isBlank() && fault != Fault.EMPTY_ACCEPT_IS_406;
    int max = ReferenceAccept.messagesMax(isNone ? "*/*" : accept, fault);
    if (max == 0) {
      lane.refused(id);
      return Call.of(error(406));
    }
    if (isThrottled(lane)) {
      return Call.of(
          fault == Fault.LIMIT_WITHOUT_RETRY_AFTER
              ? error(429)
              : error(429).with("Retry-After", "1"));
    }
    var call = start ? lane.start(max) : lane.pull(id, max);
    return fault == Fault.ERRORS_ARE_HTML
        ? new Call(call.reply().thenApply(this::altered), call.abandon())
        : call;
  }

  /** Once for each lane, so that the checker can go on. */
  private boolean isThrottled(ReferenceLane lane) {
    boolean limited = fault == Fault.NONE_WITH_LIMITS || fault == Fault.LIMIT_WITHOUT_RETRY_AFTER;
    var count = pulls.computeIfAbsent(lane.ispb(), i -> new AtomicInteger());
    return limited && count.incrementAndGet() == PULLS_MAX;
  }

  private Reply store(ReferenceLane lane, Incoming request) {
    var type = request.headers().getOrDefault("content-type", "").replace(" ", "");
    var parameters = fault == Fault.JSON_WITHOUT_PARAMETERS ? "" : "(;|;charset=utf-8)?";
    if (!type.matches("application/json" + parameters) && fault != Fault.TAKES_ANY_MEDIA_TYPE) {
      return error(415);
    }
    if (request.body().length > BODY_MAX) {
      return error(fault == Fault.TOO_LARGE_IS_500 ? 500 : 413);
    }
    var messages = new ArrayList<ReferenceMessage>();
    boolean wrong = false;
    try {
      var body = parse(request.body());
      var values = body instanceof Json.Elements(_, var elements) ? elements : List.of(body);
      wrong = values.isEmpty() || (values.size() > ARRAY_MAX && fault != Fault.TAKES_1001);
      for (var value : values) {
        messages.add(ReferenceMessage.of(value, lane.ispb(), fault));
      }
    } catch (Json.MalformedException | CharacterCodingException | IllegalArgumentException _) {
      wrong = true;
      if (fault == Fault.STORES_HALF_AN_ARRAY) {
        var _ = lane.store(messages);
      }
    }
    if (wrong || (fault == Fault.REFUSES_ONE && request.body()[0] == '{')) {
      return error(400);
    }
    if (messages.size() == ARRAY_MAX && lane.size() >= STORES_MAX) {
      if (fault == Fault.LIMIT_THAT_STORES) {
        var _ = lane.store(messages);
      }
      if (fault == Fault.LIMIT_THAT_STORES || fault == Fault.NONE_WITH_LIMITS) {
        return error(429).with("Retry-After", "1");
      }
    }
    return altered(lane.store(messages, fault == Fault.IDS_ARE_GLOBAL ? common : lane));
  }

  private Json parse(byte[] body) throws Json.MalformedException, CharacterCodingException {
    var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    if (fault == Fault.TAKES_TRAILING_TEXT && text.endsWith("}x")) {
      return Json.parse(text.substring(0, text.length() - 1));
    }
    return Json.parse(text);
  }

  private Reply generate(String ispb, String number) {
    int n = number.matches("[0-9]{1,6}") ? Integer.parseInt(number) : 0;
    if (fault == Fault.GENERATES_ANY_NUMBER && n == 0) {
      return Reply.json(201, "{\"inserted\":0}");
    }
    if (n < 1 || n > GENERATED_MAX || !ispb.matches("[0-9A-Z]{8}")) {
      return error(400);
    }
    var made = Stream.generate(() -> generated(ispb)).limit(n).toList();
    var _ = lane(ispb).store(made);
    return Reply.json(201, "{\"inserted\":" + n + "}");
  }

  private ReferenceMessage generated(String ispb) {
    var message = Message.to(ispb);
    var json =
        fault == Fault.GENERATES_WRONG_DIGITS
            ? message.json()
            : message
                .json()
                .replace("\"98716278190\"", "\"52998224725\"")
                .replace("\"77615678291\"", "\"12ABC34501DE35\"");
    return new ReferenceMessage(message.endToEndId(), json, json);
  }
}
