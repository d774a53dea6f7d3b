package dev.pixstream.server.http;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Function;

/** A parameter of a query, which may be left out. */
public final class QueryValue {
  private QueryValue() {}

  /**
   * What it says.
   *
   * @param expected for the problem that is answered if it is not that, or there twice
   */
  public static <T> Optional<T> of(
      RoutingContext context, String name, Function<String, Optional<T>> parser, String expected) {
    var values = context.queryParam(name);
    if (values.isEmpty()) {
      return Optional.empty();
    }
    var value = parser.apply(values.getFirst());
    if (value.isEmpty() || values.size() > 1) {
      throw new ProblemException(
          Problem.INVALID_REQUEST, "The query's " + name + " is " + expected + ", once.");
    }
    return value;
  }
}
