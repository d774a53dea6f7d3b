package dev.pixstream.server.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The trace that a caller is in, if it says so in the form of W3C Trace Context. */
final class Callers {
  private Callers() {}

  static Optional<SpanContext> context(Function<String, Optional<String>> header) {
    if (header.apply("traceparent").isEmpty()) {
      return Optional.empty();
    }
    var found =
        W3CTraceContextPropagator.getInstance().extract(Context.root(), header, new Getter());
    return Optional.of(Span.fromContext(found).getSpanContext()).filter(SpanContext::isValid);
  }

  private static final class Getter implements TextMapGetter<Function<String, Optional<String>>> {
    @Override
    public @Nullable String get(@Nullable Function<String, Optional<String>> carrier, String key) {
      return carrier == null ? null : carrier.apply(key).orElse(null);
    }
  }
}
