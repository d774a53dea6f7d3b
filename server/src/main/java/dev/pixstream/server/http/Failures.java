package dev.pixstream.server.http;

import dev.pixstream.core.store.StoreUnavailableException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns whatever went wrong outside the protocol into a problem: the store is away, or we made a
 * mistake.
 */
public final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  public static void answer(RoutingContext context, Throwable failure) {
    var cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof ProblemException known) {
      known.answer(context);
    } else if (cause instanceof StoreUnavailableException away) {
      LOG.atWarn().addKeyValue("path", path(context)).log("{}", cause.getMessage());
      Problem.UNAVAILABLE.answer(
          context, "The store " + away.reason().words() + ". Nothing is lost; ask again.");
    } else {
      LOG.atError()
          .setCause(cause)
          .addKeyValue("path", path(context))
          .log("Unexpected failure: {}", cause.toString());
      Problem.INTERNAL_ERROR.answer(context, "The server made a mistake. It is in its log.");
    }
  }

  /** For log lines: an iterationId confirms what it stands for, so it is as good as a token. */
  private static String path(RoutingContext context) {
    return context.normalizedPath().replaceFirst("/stream/(?!start$)[^/]+", "/stream/***");
  }

  /** Problems for what the router itself refuses. */
  public static void routeTo(Router router) {
    router.errorHandler(400, Failures::unreadable);
    router.errorHandler(404, c -> notFound(router, c));
    router.errorHandler(405, c -> Methods.answer(router, c));
    router.errorHandler(
        413,
        c ->
            Problem.BODY_TOO_LARGE.answer(
                c, "A form has at most " + HttpApi.FORM_BYTES_MAX + " bytes."));
    router.errorHandler(
        417,
        c ->
            Problem.EXPECTATION_FAILED.answer(
                c, "The only expectation that is met is 100-continue."));
    router.errorHandler(
        500,
        c -> answer(c, c.failure() == null ? new IllegalStateException("no cause") : c.failure()));
  }

  private static void unreadable(RoutingContext context) {
    if (!Methods.answeredForServer(context)) {
      Problem.INVALID_REQUEST.answer(context, "The request can't be read.");
    }
  }

  private static void notFound(Router router, RoutingContext context) {
    if (Methods.isMissing(router, context)) {
      Methods.answer(router, context);
    } else if (!Methods.answeredForServer(context)) {
      Problem.NOT_FOUND.answer(context, "Nothing is served under this path; /docs lists what is.");
    }
  }

  /** What is not even HTTP: answered on the connection, which is then closed. */
  static void answerInvalid(HttpServerRequest request) {
    switch (request.decoderResult().cause()) {
      case TooLongHttpLineException _ ->
          Problem.URI_TOO_LONG.answerLast(request, "The request line is too long.");
      case TooLongHttpHeaderException _ ->
          Problem.HEADERS_TOO_LARGE.answerLast(request, "The headers are too long.");
      case KnownVersions.UnknownVersionException _ ->
          Problem.NOT_IMPLEMENTED.answerLast(request, "This server speaks HTTP/1.1 and HTTP/1.0.");
      case null, default ->
          Problem.INVALID_REQUEST.answerLast(request, "This is not a request of HTTP/1.1.");
    }
  }
}
