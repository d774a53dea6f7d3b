package dev.pixstream.server.http;

import dev.pixstream.server.connections.Held;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;

/**
 * Request bodies: JSON in UTF-8, unpacked, up to a bound each and together. There has to be room
 * for a body before anything of it is read.
 */
public final class Body {
  public static final String JSON = "application/json";

  /** A body is there as it came and as what is made of it. */
  static final int COST = 2;

  private static final String KEY = Body.class.getName();
  private static final int CHUNK = 8_192;
  private static final int SMALL_BYTES_MAX = 256 * 1_024;

  private final Held bodies;

  public Body(Held bodies) {
    this.bodies = bodies;
  }

  /** Goes before what reads a body of messages. */
  public Route read(Route route) {
    return RequestShape.readsBody(route).handler(context -> admit(context, HttpApi.BODY_BYTES_MAX));
  }

  /** Goes before what reads an order of an administrator. */
  public Route readSmall(Route route) {
    return RequestShape.readsBody(route).handler(context -> admit(context, SMALL_BYTES_MAX));
  }

  /** The body, once: it is forgotten as soon as it is read. */
  public static byte[] bytes(RoutingContext context) {
    byte[] bytes = context.remove(KEY);
    return bytes == null ? new byte[0] : bytes;
  }

  private void admit(RoutingContext context, int bytesMax) {
    var request = context.request();
    long length = length(request);
    if (length > bytesMax) {
      tooLarge(context, bytesMax);
    } else if (isOurs(context)) {
      if (hold(context, COST * (length < 0 ? bytesMax : length))) {
        receive(context, new Received((int) length, bytesMax));
      } else {
        Admission.refuse(context);
      }
    }
  }

  /** Whether there is room, which is kept until the answer. */
  public boolean hold(RoutingContext context, long cost) {
    if (cost == 0) {
      return true;
    }
    if (!bodies.take(cost)) {
      return false;
    }
    // Also when the client goes away.
    context.addEndHandler(ended -> bodies.giveBack(cost));
    return true;
  }

  private static boolean isOurs(RoutingContext context) {
    var headers = context.request().headers();
    var type = headers.get(HttpHeaders.CONTENT_TYPE);
    var encoding = headers.get(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      Problem.UNSUPPORTED_MEDIA_TYPE.answer(context, "Send the body without a Content-Encoding.");
      return false;
    }
    if (headers.getAll(HttpHeaders.CONTENT_TYPE).size() != 1 || !isJson(type)) {
      Problem.UNSUPPORTED_MEDIA_TYPE.answer(context, "Send the body as application/json in UTF-8.");
      return false;
    }
    return true;
  }

  /** JSON has no parameters (RFC 8259); what they say is left aside, unless it is other letters. */
  private static boolean isJson(String type) {
    var parts = type.split(";", -1);
    return parts[0].strip().equalsIgnoreCase(JSON)
        && Arrays.stream(parts).skip(1).map(String::strip).allMatch(Body::isNoOtherCharset);
  }

  private static boolean isNoOtherCharset(String parameter) {
    var parts = parameter.split("=", 2);
    boolean charset = parts[0].strip().equalsIgnoreCase("charset");
    return parts.length == 1
        ? parameter.isEmpty()
        : !charset || parts[1].strip().matches("(?i)utf-?8|\"utf-?8\"");
  }

  /** Of a body that is announced; 0: there is none, -1: it is not said. */
  private static long length(HttpServerRequest request) {
    var headers = request.headers();
    if (headers.contains(HttpHeaders.TRANSFER_ENCODING)) {
      return -1;
    }
    var length = headers.get(HttpHeaders.CONTENT_LENGTH);
    if (length == null) {
      return 0;
    }
    return length.matches("[0-9]{1,18}") ? Long.parseLong(length) : -1;
  }

  private static void tooLarge(RoutingContext context, int bytesMax) {
    Problem.BODY_TOO_LARGE.answer(context, "A body has at most " + bytesMax + " bytes here.");
  }

  private static void receive(RoutingContext context, Received received) {
    var request = context.request();
    var expect = request.getHeader(HttpHeaders.EXPECT);
    if (expect != null && !expect.equalsIgnoreCase("100-continue")) {
      context.fail(417);
      return;
    }
    if (expect != null && request.version() != HttpVersion.HTTP_1_0) {
      context.response().writeContinue();
    }
    request
        .handler(
            part -> {
              if (!received.add(part) && !context.response().ended()) {
                tooLarge(context, received.max);
              }
            })
        .exceptionHandler(
            failure -> {
              // It broke off: the client left, or what came was not HTTP any more.
              Problem.INVALID_REQUEST.answer(context, "The body can't be read to its end.");
            })
        .endHandler(
            ended -> {
              if (!context.response().ended()) {
                received(context, received.bytes());
              }
            })
        .resume();
  }

  /** A body may take as long as it takes to remove a key. */
  private static void received(RoutingContext context, byte[] bytes) {
    if (Access.holds(context)) {
      context.put(KEY, bytes);
      context.next();
    } else {
      Access.refuse(context);
    }
  }

  /** What came so far. The array is of the right size from the beginning if that is known. */
  private static final class Received {
    private byte[] bytes;
    private int length;
    private final int expected;
    private final int max;

    Received(int expected, int max) {
      this.expected = expected;
      this.max = max;
      this.bytes = new byte[0];
    }

    /** Says whether it fits. */
    boolean add(Buffer part) {
      int after = length + part.length();
      if (after > max) {
        bytes = new byte[0];
        length = max;
        return false;
      }
      if (after > bytes.length) {
        int size =
            expected >= after ? expected : Math.max(after, Math.max(CHUNK, 2 * bytes.length));
        bytes = Arrays.copyOf(bytes, Math.min(size, max));
      }
      part.getBytes(0, part.length(), bytes, length);
      length = after;
      return true;
    }

    byte[] bytes() {
      return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
  }
}
