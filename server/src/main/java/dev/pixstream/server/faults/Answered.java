package dev.pixstream.server.faults;

import dev.pixstream.core.model.IterationId;
import dev.pixstream.core.store.PullOutcome;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * What a request for a batch came to, for the faults that act on it. Each dialect writes it in its
 * own way.
 *
 * @param next the id to ask with next
 * @param batch whether there are messages
 */
public record Answered(IterationId next, boolean batch) {
  private static final String KEY = Answered.class.getName();

  /** Has to be called before the answer is written. */
  public static void note(RoutingContext context, PullOutcome outcome) {
    switch (outcome) {
      case PullOutcome.Delivered delivered ->
          context.put(KEY, new Answered(delivered.next(), true));
      case PullOutcome.Empty empty -> context.put(KEY, new Answered(empty.next(), false));
      default -> {}
    }
  }

  static Optional<Answered> of(RoutingContext context) {
    return Optional.ofNullable(context.get(KEY));
  }
}
