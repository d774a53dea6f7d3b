package dev.pixstream.server.admin;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.queue.DeadLetters;
import dev.pixstream.server.http.QueryValue;
import dev.pixstream.server.json.Times;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Reads which dead letters are asked for. */
final class DeadLetterQuery {
  static final String[] NAMES = {"ispb", "from", "to", "after", "limit"};

  private static final int LIMIT = 50;

  private DeadLetterQuery() {}

  static DeadLetters.Query of(RoutingContext context) {
    return new DeadLetters.Query(
        QueryValue.of(context, "ispb", LaneId::parse, LaneId.EXPECTED),
        QueryValue.of(context, "from", Times::parse, Times.EXPECTED),
        QueryValue.of(context, "to", Times::parse, Times.EXPECTED),
        QueryValue.of(context, "after", DeadLetterView::place, "the next of the page before"),
        QueryValue.of(context, "limit", DeadLetterQuery::limit, "1 to " + DeadLetters.PAGE_MAX)
            .orElse(LIMIT));
  }

  private static Optional<Integer> limit(String text) {
    return Optional.of(text)
        .filter(number -> number.matches("[0-9]{1,3}"))
        .map(Integer::valueOf)
        .filter(limit -> limit >= 1 && limit <= DeadLetters.PAGE_MAX);
  }
}
