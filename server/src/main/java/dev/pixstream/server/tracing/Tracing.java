package dev.pixstream.server.tracing;

import dev.pixstream.core.delivery.CollectorListener;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.MessageFormat;
import dev.pixstream.core.model.Payload;
import dev.pixstream.core.processing.WorkerListener;
import dev.pixstream.core.store.AppendOutcome;
import dev.pixstream.core.store.MessageHistory;
import dev.pixstream.core.store.MessageLog;
import dev.pixstream.core.store.MessageLog.NewMessage;
import dev.pixstream.core.store.PullOutcome;
import dev.pixstream.core.store.queue.Failure;
import dev.pixstream.core.store.queue.Job;
import dev.pixstream.core.store.queue.Payment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Traces single messages: store → deliver → confirm → process, each a span of the message's own
 * trace, whichever nodes they happened on. Of messages that are not sampled it reads the key,
 * computes a hash, and does nothing else. Spans have no payload, no person's number, and no
 * iterationId.
 */
public final class Tracing implements CollectorListener, WorkerListener, AutoCloseable {
  /** Histories asked for at the same time; beyond that a trace has no spans of its leases. */
  private static final int LOOKUPS_MAX = 256;

  private final MessageFormat format;
  private final MessageTrace.Sampling sampling;
  private final Spans spans;
  private final AtomicInteger lookups = new AtomicInteger();
  private volatile Optional<MessageLog> log = Optional.empty();

  private Tracing(MessageFormat format, MessageTrace.Sampling sampling, Spans spans) {
    this.format = format;
    this.sampling = sampling;
    this.spans = spans;
  }

  /** Begins to trace, if it is to be. */
  public static Optional<Tracing> of(
      TracingOptions options, MessageFormat format, String version, String node) {
    return options
        .url()
        .map(
            url ->
                new Tracing(
                    format,
                    MessageTrace.Sampling.of(options.ratio()),
                    new Spans(url, version, node)));
  }

  /** Where the leases of a message can be looked up. */
  public void histories(MessageLog found) {
    log = Optional.of(found);
  }

  /**
   * Messages were to be stored.
   *
   * @param header finds a header of the request, for the trace that its sender is in
   */
  public void stored(
      List<NewMessage> messages,
      AppendOutcome outcome,
      long tookNanos,
      Function<String, Optional<String>> header) {
    if (!(outcome instanceof AppendOutcome.Stored stored)) {
      return;
    }
    for (var message : messages) {
      trace(message.lane(), message.payload())
          .ifPresent(
              trace ->
                  spans.storing(
                      trace,
                      message.lane(),
                      tookNanos,
                      stored.duplicates(),
                      Callers.context(header)));
    }
  }

  private Optional<MessageTrace> trace(LaneId lane, Payload payload) {
    return format.traceKey(payload).flatMap(key -> MessageTrace.of(lane, key, sampling));
  }

  @Override
  public void pulled(Pull pull, PullOutcome outcome) {
    if (outcome instanceof PullOutcome.Delivered batch) {
      var lane = pull.request().lane();
      for (var payload : batch.payloads()) {
        trace(lane, payload).ifPresent(trace -> spans.delivery(trace, pull, batch));
      }
    }
  }

  @Override
  public void ended(Job job, List<Payment> payments, List<Failure> failures, long tookNanos) {
    Map<Long, Failure> failed =
        failures.stream().collect(Collectors.toMap(Failure::seq, failure -> failure));
    for (var payment : payments) {
      trace(job.lane(), payment.payload())
          .ifPresent(
              trace -> {
                var failure = Optional.ofNullable(failed.get(payment.seq()));
                spans.processing(trace, job, failure, tookNanos);
                if (failure.flatMap(Failure::retryIn).isEmpty()) {
                  tellLeases(payment, trace);
                }
              });
    }
  }

  /**
   * Who confirms names an id, not messages, perhaps on another node than the one that delivered: so
   * the leases are told when the message's life is over, from its history.
   */
  private void tellLeases(Payment payment, MessageTrace trace) {
    if (log.isEmpty() || lookups.incrementAndGet() > LOOKUPS_MAX) {
      lookups.decrementAndGet();
      return;
    }
    var _ =
        log.get()
            .find(payment.lane(), payment.key())
            .whenComplete(
                (found, failure) -> {
                  lookups.decrementAndGet();
                  if (failure == null) {
                    found.ifPresent(history -> tellLeases(payment.lane(), trace, history));
                  }
                });
  }

  private void tellLeases(LaneId lane, MessageTrace trace, MessageHistory history) {
    for (var delivery : history.deliveries()) {
      Optional<Instant> ended = delivery.ended();
      ended.ifPresent(end -> spans.lease(trace, lane, delivery, end));
    }
  }

  /** Sends what is left, for 5 s at most. */
  @Override
  public void close() {
    spans.close();
  }
}
