package dev.pixstream.server.flow;

import dev.pixstream.core.delivery.CollectorService;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.AppendOutcome;
import dev.pixstream.core.store.MessageLog;
import dev.pixstream.core.store.MessageLog.NewMessage;
import dev.pixstream.server.http.HttpApi;
import dev.pixstream.server.http.Throttled;
import dev.pixstream.server.limits.Traffic;
import dev.pixstream.server.telemetry.Telemetry;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Storing, whatever the dialect: reading off the event loop, limits, the log, and waking. */
public final class StoreFlow {
  private final MessageLog log;
  private final CollectorService collectors;
  private final Telemetry telemetry;
  private final Traffic traffic;
  private final WorkerExecutor reading;

  /**
   * @param reading reads and makes messages, as many requests at a time as it has threads
   */
  public StoreFlow(
      MessageLog log,
      CollectorService collectors,
      Telemetry telemetry,
      Traffic traffic,
      WorkerExecutor reading) {
    this.log = log;
    this.collectors = collectors;
    this.telemetry = telemetry;
    this.traffic = traffic;
    this.reading = reading;
  }

  /**
   * Stores messages.
   *
   * @param lane whose limit it is
   * @param messages reads them. It takes milliseconds, so it does not run on the event loop
   * @param answer is told, on the request's event loop, what storing came to
   * @param failed is told what {@code messages} threw
   */
  public void store(
      RoutingContext context,
      LaneId lane,
      Callable<List<NewMessage>> messages,
      Consumer<AppendOutcome> answer,
      Consumer<Throwable> failed) {
    reading
        .executeBlocking(messages, false)
        .onSuccess(
            ready ->
                HttpApi.onContext(
                    context,
                    traffic.store(lane, ready.size()),
                    quota -> {
                      Throttled.check(quota, context.response());
                      HttpApi.onContext(context, append(context, ready), answer);
                    }))
        .onFailure(failed::accept);
  }

  private CompletionStage<AppendOutcome> append(RoutingContext context, List<NewMessage> messages) {
    long start = System.nanoTime();
    return log.append(messages)
        .whenComplete((outcome, failure) -> count(outcome, failure, System.nanoTime() - start))
        .thenApply(
            outcome -> {
              trace(context, messages, outcome, System.nanoTime() - start);
              if (outcome instanceof AppendOutcome.Stored stored) {
                stored.parts().forEach(part -> collectors.arrived(part.lane(), part.arrival()));
              }
              return outcome;
            });
  }

  private void count(AppendOutcome outcome, Throwable failure, long tookNanos) {
    if (failure == null) {
      telemetry.storing().appended(outcome, tookNanos);
    } else {
      telemetry.storing().failed();
    }
  }

  private void trace(
      RoutingContext context, List<NewMessage> messages, AppendOutcome outcome, long tookNanos) {
    telemetry
        .tracing()
        .ifPresent(
            tracing ->
                tracing.stored(
                    messages,
                    outcome,
                    tookNanos,
                    name -> Optional.ofNullable(context.request().getHeader(name))));
  }
}
