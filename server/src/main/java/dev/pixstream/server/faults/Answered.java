package dev.pixstream.server.faults;

import dev.pixstream.core.model.IterationId;
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
  public void note(RoutingContext context) {
    context.put(KEY, this);
  }

  static Optional<Answered> of(RoutingContext context) {
    return Optional.ofNullable(context.get(KEY));
  }
}
