package dev.pixstream.server;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Arrays;

/** Request bodies: JSON in UTF-8, unpacked, up to a bound. */
final class Body {
  static final String JSON = "application/json";

  private Body() {}

  /** Goes before what reads the body. */
  static Route read(Route route) {
    return RequestShape.readsBody(route)
        .handler(BodyHandler.create(false).setBodyLimit(HttpApi.BODY_BYTES_MAX))
        .handler(Body::stillKnown)
        .handler(Body::mediaType)
        .failureHandler(Body::failed);
  }

  static byte[] bytes(RoutingContext context) {
    var body = context.body().buffer();
    return body == null ? new byte[0] : body.getBytes();
  }

  /** A body may take as long as it takes to remove a key. */
  private static void stillKnown(RoutingContext context) {
    if (Access.holds(context)) {
      context.next();
    } else {
      Access.refuse(context);
    }
  }

  private static void mediaType(RoutingContext context) {
    var headers = context.request().headers();
    var type = headers.get(HttpHeaders.CONTENT_TYPE);
    var encoding = headers.get(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      Problem.UNSUPPORTED_MEDIA_TYPE.answer(context, "Send the body without a Content-Encoding.");
    } else if (headers.getAll(HttpHeaders.CONTENT_TYPE).size() == 1 && isJson(type)) {
      context.next();
    } else {
      Problem.UNSUPPORTED_MEDIA_TYPE.answer(context, "Send the body as application/json in UTF-8.");
    }
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

  /**
   * A body that broke off, which BodyHandler reports with status 200: the client left, or what came
   * was not HTTP any more. Neither is a fault of ours.
   */
  private static void failed(RoutingContext context) {
    if (context.statusCode() == 200) {
      Problem.INVALID_REQUEST.answer(context, "The body can't be read to its end.");
    } else {
      context.next();
    }
  }
}
