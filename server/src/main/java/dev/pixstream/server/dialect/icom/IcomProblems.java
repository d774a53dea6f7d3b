package dev.pixstream.server.dialect.icom;

import dev.pixstream.server.http.Problem;
import dev.pixstream.server.http.ProblemForm;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;

/** Problems as {@code application/problem+xml} (RFC 7807), under the names of the ICOM. */
final class IcomProblems implements ProblemForm {
  private static final String NAMES = "https://icom.pi.rsfn.net.br/api/v1/error/";
  private static final int FORBIDDEN = 403;

  @Override
  public void write(RoutingContext context, Problem problem, String detail) {
    // Without a certificate that is known the ICOM has no 401.
    int status = problem == Problem.UNAUTHENTICATED ? FORBIDDEN : problem.status();
    var xml =
        "<problem xmlns=\"urn:ietf:rfc:7807\"><type>"
            + NAMES
            + name(status)
            + "</type><title>"
            + escaped(problem.title())
            + "</title><status>"
            + status
            + "</status><detail>"
            + escaped(detail)
            + "</detail></problem>";
    context
        .response()
        .setStatusCode(status)
        .putHeader(IcomHeaders.CONTENT_TYPE, "application/problem+xml;charset=utf-8");
    var _ = Gzip.end(context, xml.getBytes(StandardCharsets.UTF_8));
  }

  private static String name(int status) {
    return switch (status) {
      case FORBIDDEN -> "forbidden";
      case 404 -> "notFound";
      case 405 -> "methodNotAllowed";
      case 406 -> "notAcceptable";
      case 409 -> "conflict";
      case 410 -> "gone";
      case 411 -> "lengthRequired";
      case 413 -> "payloadTooLarge";
      case 415 -> "unsupportedMediaType";
      case 429 -> "tooManyRequests";
      case 500, 501, 503 -> "serviceUnavailable";
      default -> "badRequest";
    };
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
