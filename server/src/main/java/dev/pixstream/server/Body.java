package dev.pixstream.server;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Locale;

/** Request bodies: JSON in UTF-8, unpacked, up to a bound. */
final class Body {
  static final String JSON = "application/json";

  private Body() {}

  /** Goes before what reads the body. */
  static Route read(Route route) {
    return route
        .handler(BodyHandler.create(false).setBodyLimit(HttpApi.BODY_BYTES_MAX))
        .handler(Body::mediaType)
        .failureHandler(Body::failed);
  }

  static byte[] bytes(RoutingContext context) {
    var body = context.body().buffer();
    return body == null ? new byte[0] : body.getBytes();
  }

  private static void mediaType(RoutingContext context) {
    var headers = context.request().headers();
    var type = headers.get(HttpHeaders.CONTENT_TYPE);
    var encoding = headers.get(HttpHeaders.CONTENT_ENCODING);
    var plain =
        type == null ? "" : type.toLowerCase(Locale.ROOT).replace(" ", "").replace("\"", "");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      Problem.UNSUPPORTED_MEDIA_TYPE.answer(context, "Send the body without a Content-Encoding.");
    } else if (plain.equals(JSON) || plain.equals(JSON + ";charset=utf-8")) {
      context.next();
    } else {
      Problem.UNSUPPORTED_MEDIA_TYPE.answer(context, "Send the body as application/json in UTF-8.");
    }
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
