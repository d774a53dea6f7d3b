package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.server.node.WorkerOptions;
import dev.pixstream.server.telemetry.TelemetryOptions;
import dev.pixstream.server.tracing.TracingOptions;
import dev.pixstream.testkit.Stalling;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A receiver of traces that takes connections and never brings an answer to its end. */
@ContractTest(waitMs = 200, worker = false)
@Timeout(90)
final class StalledReceiverTest {
  /** 5 s for the last traces, and room for a busy machine. */
  private static final Duration STOP_BOUND = Duration.ofSeconds(15);

  /** More than is sent at a time: 512. */
  private static final int MESSAGES = 1_000;

  private final Service service;

  StalledReceiverTest(Service service) {
    this.service = service;
  }

  @ParameterizedTest
  @EnumSource(names = {"SILENT", "HEAD_ALONE"})
  @Tag("access.10")
  void the_node_stores_delivers_and_processes_on_and_stops_in_time(Stalling.How how) {
    try (var receiver = new Stalling(how)) {
      var url = receiver.uri().resolve("/v1/traces");
      var tracing = TelemetryOptions.DEFAULT.withTracing(new TracingOptions(Optional.of(url), 1));
      var node =
          service.addNode(same -> same.withWorker(WorkerOptions.DEFAULT).withTelemetry(tracing));
      var lane = service.lane().at(node);
      lane.store(1, MESSAGES);
      for (var batch = lane.start(); batch.status() == 200; ) {
        batch = lane.pull(batch.next());
      }
      var last = lane.messages() + "/" + Messages.endToEndId(MESSAGES);
      Until.holds(() -> node.get(last).json().getValue("processed") != null);
      lane.assertOutcomes(1, 1, "confirmed");
      long start = System.nanoTime();

      node.stopServer();

      var took = Duration.ofNanos(System.nanoTime() - start);
      assertTrue(took.compareTo(STOP_BOUND) < 0, took::toString);
    }
  }
}
