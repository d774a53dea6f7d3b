package dev.pixstream.server.tracing;

import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.Optional;

/** Gives the span that begins next on this thread ids that were derived, if any were. */
final class DerivedIds implements IdGenerator {
  private final IdGenerator random = IdGenerator.random();
  private final ThreadLocal<Optional<Ids>> next = ThreadLocal.withInitial(Optional::empty);

  record Ids(String traceId, String spanId) {}

  /** Of the span that begins next on this thread. */
  void use(Ids ids) {
    next.set(Optional.of(ids));
  }

  /** The next span has random ids again. */
  void clear() {
    next.remove();
  }

  @Override
  public String generateSpanId() {
    return next.get().map(Ids::spanId).orElseGet(random::generateSpanId);
  }

  @Override
  public String generateTraceId() {
    return next.get().map(Ids::traceId).orElseGet(random::generateTraceId);
  }
}
