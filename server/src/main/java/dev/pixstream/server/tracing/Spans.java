package dev.pixstream.server.tracing;

import dev.pixstream.core.delivery.CollectorListener.Pull;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.MessageHistory.Delivery;
import dev.pixstream.core.store.PullOutcome;
import dev.pixstream.core.store.queue.Failure;
import dev.pixstream.core.store.queue.Job;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes spans of sampled messages and sends them in the background; what can't be sent is dropped.
 * Each span has a line in the log, at debug level, with its trace's id.
 */
final class Spans implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Spans.class);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(5);
  private static final Duration SEND_WITHIN = Duration.ofSeconds(5);

  private static final AttributeKey<String> ISPB = AttributeKey.stringKey("pixstream.ispb");
  private static final AttributeKey<String> MESSAGE =
      AttributeKey.stringKey("pixstream.end_to_end_id");
  private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("pixstream.outcome");
  private static final AttributeKey<Long> STREAM = AttributeKey.longKey("pixstream.stream");
  private static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("pixstream.attempt");
  private static final AttributeKey<Long> MESSAGES = AttributeKey.longKey("pixstream.messages");
  private static final AttributeKey<Long> WAITED_MS = AttributeKey.longKey("pixstream.waited_ms");
  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

  private final BriefThreads senders = new BriefThreads(SEND_WITHIN);
  private final DerivedIds ids = new DerivedIds();
  private final JulLines lines = new JulLines("io.opentelemetry");
  private final SdkTracerProvider provider;
  private final Tracer tracer;

  Spans(URI url, String version, String node) {
    var exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(url.toString())
            .setTimeout(SEND_WITHIN)
            .setExecutorService(senders)
            .build();
    this.provider =
        SdkTracerProvider.builder()
            .setResource(
                Resource.create(
                    Attributes.of(
                        AttributeKey.stringKey("service.name"), "pixstream",
                        AttributeKey.stringKey("service.version"), version,
                        AttributeKey.stringKey("service.instance.id"), node)))
            .setIdGenerator(ids)
            .setSampler(Sampler.alwaysOn())
            .addSpanProcessor(
                BatchSpanProcessor.builder(exporter)
                    .setScheduleDelay(Duration.ofSeconds(1))
                    .setExporterTimeout(SEND_WITHIN)
                    .build())
            .build();
    this.tracer = provider.get("pixstream");
  }

  /** From the call to the store to its commit. */
  void storing(
      MessageTrace trace,
      LaneId lane,
      long tookNanos,
      int duplicates,
      Optional<SpanContext> caller) {
    var end = Instant.now();
    var span = duplicates == 0 ? first(trace, "store") : after(trace, "store");
    span.setSpanKind(SpanKind.PRODUCER);
    caller.ifPresent(span::addLink);
    // Of several messages some may have been there before; which ones the store does not say.
    var outcome = duplicates == 0 ? "stored" : "stored or duplicate";
    begin(span, "store", trace, lane, end.minusNanos(tookNanos), Attributes.of(OUTCOME, outcome))
        .end(end);
  }

  /** From the arrival of the request to its outcome. */
  void delivery(MessageTrace trace, Pull pull, PullOutcome.Delivered batch) {
    var end = Instant.now();
    var attributes =
        Attributes.builder()
            .put(STREAM, batch.stream())
            .put(MESSAGES, batch.payloads().size())
            .put(WAITED_MS, TimeUnit.NANOSECONDS.toMillis(pull.waitedNanos()))
            .put(OUTCOME, "delivered")
            .build();
    var start = end.minusNanos(pull.tookNanos());
    var span = after(trace, "deliver").setSpanKind(SpanKind.CONSUMER);
    begin(span, "deliver", trace, pull.request().lane(), start, attributes).end(end);
  }

  /** From the lease to its end, on the store's clock. */
  void lease(MessageTrace trace, LaneId lane, Delivery delivery, Instant end) {
    var attributes =
        Attributes.of(
            STREAM,
            delivery.stream(),
            ATTEMPT,
            (long) delivery.attempt(),
            OUTCOME,
            delivery.outcome());
    // Whoever tells it again, after a replay, tells the same span.
    ids.use(new DerivedIds.Ids(trace.traceId(), trace.spanId(delivery.attempt())));
    var name = delivery.outcome().equals("confirmed") ? "confirm" : delivery.outcome();
    begin(after(trace, name), name, trace, lane, delivery.leased(), attributes).end(end);
  }

  /** From the beginning of the job to its end. */
  void processing(MessageTrace trace, Job job, Optional<Failure> failure, long tookNanos) {
    var end = Instant.now();
    var outcome = failure.map(f -> f.retryIn().isPresent() ? "retry" : "dead").orElse("processed");
    var attributes =
        Attributes.of(ATTEMPT, (long) job.attempt(), MESSAGES, (long) job.size(), OUTCOME, outcome);
    var span = after(trace, "process").setSpanKind(SpanKind.CONSUMER);
    var begun = begin(span, "process", trace, job.lane(), end.minusNanos(tookNanos), attributes);
    failure.ifPresent(f -> begun.setAttribute(ERROR, f.errorClass()).setStatus(StatusCode.ERROR));
    begun.end(end);
  }

  private SpanBuilder first(MessageTrace trace, String name) {
    ids.use(new DerivedIds.Ids(trace.traceId(), trace.storeSpanId()));
    return tracer.spanBuilder(name).setNoParent();
  }

  private SpanBuilder after(MessageTrace trace, String name) {
    return tracer.spanBuilder(name).setParent(Context.root().with(Span.wrap(trace.storing())));
  }

  private Span begin(
      SpanBuilder builder,
      String name,
      MessageTrace trace,
      LaneId lane,
      Instant start,
      Attributes attributes) {
    LOG.atDebug()
        .addKeyValue("trace_id", trace.traceId())
        .addKeyValue("ispb", lane)
        .addKeyValue("stream", Optional.ofNullable(attributes.get(STREAM)).orElse(0L))
        .addKeyValue("outcome", String.valueOf(attributes.get(OUTCOME)))
        .log("Traced: {}", name);
    try {
      return builder
          .setAllAttributes(attributes)
          .setAttribute(ISPB, lane.value())
          .setAttribute(MESSAGE, trace.key())
          .setStartTimestamp(start)
          .startSpan();
    } finally {
      ids.clear();
    }
  }

  @Override
  public void close() {
    var _ = provider.shutdown().join(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    senders.shutdownNow();
    lines.close();
  }
}
