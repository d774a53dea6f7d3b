package dev.pixstream.server;

import dev.pixstream.core.StoreUnavailableException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns whatever went wrong outside the protocol into a problem: the store is away, or we made a
 * mistake.
 */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  static void answer(RoutingContext context, Throwable failure) {
    var cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof ProblemException known) {
      known.answer(context);
    } else if (cause instanceof StoreUnavailableException) {
      LOG.atWarn().addKeyValue("path", path(context)).log("{}", cause.getMessage());
      Problem.UNAVAILABLE.answer(
          context, "The store can't be reached. Nothing is lost; ask again.");
    } else {
      LOG.atError().setCause(cause).addKeyValue("path", path(context)).log("Unexpected failure");
      Problem.INTERNAL_ERROR.answer(context, "The server made a mistake. It is in its log.");
    }
  }

  /** For log lines: an iterationId confirms what it stands for, so it is as good as a token. */
  private static String path(RoutingContext context) {
    return context.normalizedPath().replaceFirst("/stream/(?!start$)[^/]+", "/stream/***");
  }

  /** Problems for what the router itself refuses. */
  static void routeTo(Router router) {
    router.errorHandler(400, c -> Problem.INVALID_REQUEST.answer(c, "The request can't be read."));
    router.errorHandler(
        404,
        c ->
            Problem.NOT_FOUND.answer(c, "Nothing is served under this path; /docs lists what is."));
    router.errorHandler(405, c -> methodNotAllowed(router, c));
    router.errorHandler(
        413,
        c ->
            Problem.BODY_TOO_LARGE.answer(
                c, "A body has at most " + HttpApi.BODY_BYTES_MAX + " bytes."));
    router.errorHandler(
        500,
        c -> answer(c, c.failure() == null ? new IllegalStateException("no cause") : c.failure()));
  }

  /** Allow names the methods of the most concrete route: start is no iterationId. */
  private static void methodNotAllowed(Router router, RoutingContext context) {
    var path = context.normalizedPath().replaceFirst("/+$", "");
    var routes =
        router.getRoutes().stream()
            .filter(route -> route.methods() != null && matches(route, path))
            .toList();
    int parameters = routes.stream().mapToInt(Failures::parameters).min().orElse(0);
    var allowed =
        routes.stream()
            .filter(route -> parameters(route) == parameters)
            .flatMap(route -> route.methods().stream())
            .map(HttpMethod::name)
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    context.response().putHeader(HttpHeaders.ALLOW, allowed);
    Problem.METHOD_NOT_ALLOWED.answer(context, "This path knows " + allowed + ".");
  }

  private static boolean matches(Route route, String path) {
    if (route.getPath() == null) {
      return false;
    }
    var pattern = route.getPath().split("/", -1);
    var segments = path.split("/", -1);
    return pattern.length == segments.length
        && IntStream.range(0, pattern.length)
            .allMatch(i -> pattern[i].startsWith(":") || pattern[i].equals(segments[i]));
  }

  private static int parameters(Route route) {
    return (int) route.getPath().chars().filter(c -> c == ':').count();
  }

  /** What is not even HTTP: answered on the connection, which is then closed. */
  static void answerInvalid(HttpServerRequest request) {
    var response = request.response();
    response
        .setStatusCode(400)
        .putHeader("Content-Type", Problem.MEDIA_TYPE)
        .putHeader("Connection", "close")
        .end(Problem.INVALID_REQUEST.json(whyInvalid(request)).toBuffer())
        .onComplete(done -> request.connection().close());
  }

  private static String whyInvalid(HttpServerRequest request) {
    return switch (request.decoderResult().cause()) {
      case TooLongHttpLineException _ -> "The request line is too long.";
      case TooLongHttpHeaderException _ -> "The headers are too long.";
      case null, default -> "This is not a request of HTTP/1.1.";
    };
  }
}
