package dev.pixstream.server.http;

import dev.pixstream.server.telemetry.MetricsRoute;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;

/** An error as the caller sees it: {@code application/problem+json} (RFC 9457). */
public enum Problem {
  INVALID_REQUEST(400, "Invalid request"),
  UNAUTHENTICATED(401, "Not authenticated"),
  FORBIDDEN(403, "Not allowed"),
  NOT_FOUND(404, "Not found"),
  UNKNOWN_ITERATION(404, "Unknown iterationId"),
  UNKNOWN_MESSAGE(404, "Unknown message"),
  UNKNOWN_DEAD_LETTER(404, "Unknown dead letter"),
  METHOD_NOT_ALLOWED(405, "Method not allowed"),
  NOT_ACCEPTABLE(406, "Not acceptable"),
  REQUEST_TIMEOUT(408, "Request too slow"),
  SUPERSEDED(409, "Superseded by a newer request"),
  CONTENT_CONFLICT(409, "Same endToEndId, other content"),
  ALREADY_REPLAYED(409, "Already replayed"),
  ALREADY_DISCARDED(409, "Already discarded"),
  STREAM_CLOSED(410, "Stream closed"),
  BODY_TOO_LARGE(413, "Body too large"),
  URI_TOO_LONG(414, "Request line too long"),
  UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type"),
  EXPECTATION_FAILED(417, "Expectation failed"),
  MISDIRECTED(421, "Misdirected request"),
  TOO_MANY_STREAMS(429, "Too many streams"),
  RATE_LIMITED(429, "Rate limit reached"),
  BACKLOG_FULL(429, "Backlog full"),
  HEADERS_TOO_LARGE(431, "Headers too large"),
  INTERNAL_ERROR(500, "Internal error"),
  NOT_IMPLEMENTED(501, "Not implemented"),
  OVERLOADED(503, "Overloaded"),
  UNAVAILABLE(503, "Unavailable");

  static final String MEDIA_TYPE = "application/problem+json";

  private static final String RETRY_AFTER_SECONDS = "1";

  private final int status;
  private final String title;

  Problem(int status, String title) {
    this.status = status;
    this.title = title;
  }

  public void answer(RoutingContext context, String detail) {
    answer(context, detail, Optional.empty());
  }

  /** Names the member of the body that is wrong, as a JSON pointer. */
  public void answer(RoutingContext context, String detail, String member) {
    answer(context, detail, Optional.of(member));
  }

  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  private JsonObject json(String detail) {
    var slug = name().toLowerCase(Locale.ROOT).replace('_', '-');
    return new JsonObject()
        .put("type", "urn:pixstream:problem:" + slug)
        .put("title", title)
        .put("status", status)
        .put("detail", detail);
  }

  /** Which limit it tells of, for the metric; a bucket names itself. */
  private Optional<String> limit() {
    return switch (this) {
      case TOO_MANY_STREAMS -> Optional.of("streams");
      case BACKLOG_FULL -> Optional.of("backlog");
      case OVERLOADED -> Optional.of("load");
      default -> Optional.empty();
    };
  }

  private void answer(RoutingContext context, String detail, Optional<String> member) {
    var response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (!context.request().isEnded() && context.request().headers().contains(HttpHeaders.EXPECT)) {
      // Whether its body still comes is not known, nor then where the next request begins.
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    limit().ifPresent(limit -> MetricsRoute.refusedBy(context, limit));
    prepare(response);
    ProblemForm.of(context)
        .ifPresentOrElse(
            form -> form.write(context, this, detail),
            () -> {
              var body = json(detail);
              member.ifPresent(pointer -> body.put("member", pointer));
              send(response, body);
            });
  }

  /** Answers, where no router has the request, and closes the connection. */
  void answerLast(HttpServerRequest request, String detail) {
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    prepare(request.response());
    send(request.response(), json(detail)).onComplete(done -> request.connection().close());
  }

  private void prepare(HttpServerResponse response) {
    if ((status == 429 || status == 503) && !response.headers().contains(HttpHeaders.RETRY_AFTER)) {
      response.putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    response.setStatusCode(status).putHeader(HttpHeaders.CACHE_CONTROL, Entrance.NO_STORE);
  }

  private static Future<Void> send(HttpServerResponse response, JsonObject body) {
    return response.putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE).end(body.toBuffer());
  }
}
