package dev.pixstream.server.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a request may say besides its path. A parameter that a route does not know, that is there
 * twice or in another case, and a body that it does not read are refused before anything is done:
 * passed over, they would let a request do more than was meant.
 */
public final class RequestShape {
  private static final String QUERY = "query";
  private static final String BODY = "body";

  private RequestShape() {}

  /** The parameters that the route's query may have; without this it has none. */
  public static Route knows(Route route, String... names) {
    return route.putMetadata(QUERY, Set.of(names));
  }

  /** The route reads the body; without this a request that changes something has none. */
  static Route readsBody(Route route) {
    return route.putMetadata(BODY, true);
  }

  /** A page of the console looks at all of it by itself, and says what is wrong on a page. */
  public static Route looksItself(Route route) {
    return readsBody(route).putMetadata(QUERY, "all");
  }

  /** What is wrong with a request for this route, if anything. */
  static Optional<String> fault(Route route, RoutingContext context) {
    if (hasBody(context) && route.getMetadata(BODY) == null) {
      // What is left of it is not waited for.
      context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      return Optional.of("This request takes no body.");
    }
    var query = context.request().query();
    return query == null || query.isEmpty()
        ? Optional.empty()
        : queryFault(route.getMetadata(QUERY), context);
  }

  private static Optional<String> queryFault(@Nullable Object known, RoutingContext context) {
    if ("all".equals(known)) {
      return Optional.empty();
    }
    Set<?> names = known instanceof Set<?> some ? some : Set.of();
    var seen = new HashSet<String>();
    for (var entry : context.queryParams().entries()) {
      if (!names.contains(entry.getKey()) || !seen.add(entry.getKey())) {
        return Optional.of(expected(names));
      }
    }
    return Optional.empty();
  }

  private static String expected(Set<?> names) {
    return names.isEmpty()
        ? "This request takes no query."
        : "The query of this request knows "
            + String.join(", ", new TreeSet<>(names.stream().map(String::valueOf).toList()))
            + ", each once.";
  }

  private static boolean hasBody(RoutingContext context) {
    if (context.request().method().equals(HttpMethod.GET)) {
      return false;
    }
    var headers = context.request().headers();
    var length = headers.get(HttpHeaders.CONTENT_LENGTH);
    return headers.contains(HttpHeaders.TRANSFER_ENCODING)
        || (length != null && !length.matches("0+"));
  }
}
