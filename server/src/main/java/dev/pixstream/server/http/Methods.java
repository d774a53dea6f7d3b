package dev.pixstream.server.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The methods of a path beside those that its routes name: HEAD, OPTIONS, and what is none. */
public final class Methods {
  private static final String GET_ALONE = "get-alone";

  private Methods() {}

  /** A GET that is more than a look: a HEAD of it would do what it does and lose the answer. */
  public static Route getAlone(Route route) {
    return route.putMetadata(GET_ALONE, true);
  }

  /** A HEAD is answered wherever a GET only looks. To be called when all routes are there. */
  public static void addHead(Router router) {
    for (var route : router.getRoutes()) {
      boolean alone = route.metadata() != null && route.metadata().containsKey(GET_ALONE);
      if (Set.of(HttpMethod.GET).equals(route.methods()) && !alone) {
        var _ = route.method(HttpMethod.HEAD);
      }
    }
  }

  /** A path that has no such method; OPTIONS asks which it has. */
  static void answer(Router router, RoutingContext context) {
    var allowed = allowed(router, context);
    if (context.request().method().equals(HttpMethod.OPTIONS)) {
      tell(context, allowed);
    } else {
      context.response().putHeader(HttpHeaders.ALLOW, allowed);
      Problem.METHOD_NOT_ALLOWED.answer(context, "This path knows " + allowed + ".");
    }
  }

  /** Whether it was asked for the server as a whole, as balancers do that are told of no path. */
  static boolean answeredForServer(RoutingContext context) {
    var request = context.request();
    boolean asked =
        request.method().equals(HttpMethod.OPTIONS)
            && (request.uri().equals("*") || request.uri().equals("/"));
    if (asked) {
      tell(context, HttpMethod.OPTIONS.name());
    }
    return asked;
  }

  private static void tell(RoutingContext context, String allowed) {
    context
        .response()
        .setStatusCode(204)
        .putHeader(HttpHeaders.CACHE_CONTROL, Entrance.NO_STORE)
        .putHeader(HttpHeaders.ALLOW, allowed)
        .end();
  }

  /** Whether the path is known, but not with this method. A handler in between makes that a 404. */
  static boolean isMissing(Router router, RoutingContext context) {
    var allowed = List.of(allowed(router, context).split(", ", -1));
    var method = context.request().method();
    return allowed.size() > 1
        && (method.equals(HttpMethod.OPTIONS) || !allowed.contains(method.name()));
  }

  /** The methods of the most concrete route: start is no iterationId. */
  private static String allowed(Router router, RoutingContext context) {
    var path = context.normalizedPath().replaceFirst("/+$", "");
    var routes =
        router.getRoutes().stream()
            .filter(route -> route.methods() != null && matches(route, path))
            .toList();
    int parameters = routes.stream().mapToInt(Methods::parameters).min().orElse(0);
    var names =
        routes.stream()
            .filter(route -> parameters(route) == parameters)
            .flatMap(route -> route.methods().stream())
            .map(HttpMethod::name)
            .collect(Collectors.toCollection(TreeSet::new));
    names.add(HttpMethod.OPTIONS.name());
    return String.join(", ", names);
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
}
