package dev.pixstream.server;

import dev.pixstream.core.Ispb;
import dev.pixstream.core.processing.DeadLetters;
import dev.pixstream.server.json.DeadLetterView;
import dev.pixstream.server.json.Times;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Function;

/** Reads which dead letters are asked for. */
final class DeadLetterQuery {
  private static final int LIMIT = 50;

  private DeadLetterQuery() {}

  static DeadLetters.Query of(RoutingContext context) {
    return new DeadLetters.Query(
        value(context, "ispb", Ispb::parse, Ispb.EXPECTED),
        value(context, "from", Times::parse, Times.EXPECTED),
        value(context, "to", Times::parse, Times.EXPECTED),
        value(context, "after", DeadLetterView::place, "the next of the page before"),
        value(context, "limit", DeadLetterQuery::limit, "1 to " + DeadLetters.PAGE_MAX)
            .orElse(LIMIT));
  }

  private static <T> Optional<T> value(
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

  private static Optional<Integer> limit(String text) {
    return Optional.of(text)
        .filter(number -> number.matches("[0-9]{1,3}"))
        .map(Integer::valueOf)
        .filter(limit -> limit >= 1 && limit <= DeadLetters.PAGE_MAX);
  }
}
