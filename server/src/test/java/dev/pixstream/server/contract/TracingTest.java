package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.pixstream.server.node.WorkerOptions;
import dev.pixstream.server.telemetry.TelemetryOptions;
import dev.pixstream.server.tracing.TracingOptions;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Traces, as a receiver of OTLP gets them over its socket. */
@ContractTest(waitMs = 200, worker = false)
@Timeout(60)
final class TracingTest {
  private final OtlpReceiver receiver = new OtlpReceiver();
  private final Service service;
  private final Node first;
  private final Node second;

  TracingTest(Service service) {
    this.service = service;
    this.first = node(WorkerOptions.OFF, 1);
    this.second = node(WorkerOptions.DEFAULT, 1);
  }

  @AfterAll
  void close() {
    receiver.close();
  }

  private Node node(WorkerOptions worker, double ratio) {
    var tracing = new TracingOptions(Optional.of(receiver.url()), ratio);
    return service.addNode(
        same ->
            same.withWorker(worker).withTelemetry(TelemetryOptions.DEFAULT.withTracing(tracing)));
  }

  private List<OtlpReceiver.Span> spans(int message) {
    return receiver.spans().stream()
        .filter(
            span ->
                Messages.endToEndId(message)
                    .equals(span.attributes().get("pixstream.end_to_end_id")))
        .toList();
  }

  private List<OtlpReceiver.Span> spans(int message, String... names) {
    Until.holds(
        () -> {
          // A round trip between two looks.
          first.get("/health/live");
          return names(message).equals(Set.of(names));
        });
    return spans(message);
  }

  private Set<String> names(int message) {
    return spans(message).stream().map(OtlpReceiver.Span::name).collect(Collectors.toSet());
  }

  @Test
  @Tag("telemetry.2")
  void storing_delivering_confirming_and_processing_over_two_nodes_are_one_trace() {
    var lane = service.lane().at(first);
    var caller = "4bf92f3577b34da6a3ce929d0e0e4736";
    first.post(
        lane.messages(),
        BodyPublishers.ofString(Messages.array(lane.ispb(), 101, 102)),
        "Content-Type",
        "application/json",
        "traceparent",
        "00-" + caller + "-00f067aa0ba902b7-01");
    var batch = lane.start().assertBatch(101, 102);
    lane.at(second).close(batch.next());

    var spans = spans(101, "store", "deliver", "confirm", "process");
    var others = spans(102, "store", "deliver", "confirm", "process");

    assertEquals(1, spans.stream().map(OtlpReceiver.Span::trace).distinct().count());
    assertNotEquals(spans.getFirst().trace(), others.getFirst().trace());
    var store = spans.stream().filter(s -> s.name().equals("store")).findFirst().orElseThrow();
    assertEquals("", store.parent());
    assertEquals(List.of(caller), store.links());
    for (var span : spans) {
      assertTrue(span.equals(store) || span.parent().equals(store.id()), span::toString);
      assertEquals(lane.ispb(), span.attributes().get("pixstream.ispb"));
      assertTrue(span.nanos() >= 0 && span.nanos() < Duration.ofSeconds(30).toNanos());
    }
    assertEquals(2, spans.stream().map(OtlpReceiver.Span::node).distinct().count());
    assertNothingSecret(batch);
  }

  private void assertNothingSecret(Answer batch) {
    var sent = receiver.raw();
    for (var secret :
        List.of(
            "98716278190", "12ABC34501DE35", "Marcos", "Concei", "1231231", "1210098", "valor")) {
      assertFalse(sent.contains(secret), secret);
    }
    assertFalse(sent.contains(batch.next().replaceFirst(".*/", "")), "an iterationId");
  }

  @Test
  @Tag("telemetry.2")
  void a_lease_that_ended_without_confirmation_is_in_the_trace_too() {
    var lane = service.lane().at(second);
    lane.store(201, 201);
    var batch = lane.start().assertBatch(201, 201);
    service.advance(Duration.ofSeconds(61));
    Until.holds(() -> service.openStreams(lane) == 0);
    lane.pull(batch.next()).assertProblem(410, "stream-closed");
    lane.close(lane.start().assertBatch(201, 201, 1).next());

    var spans = spans(201, "store", "deliver", "expired", "confirm", "process");

    assertEquals(2, spans.stream().filter(s -> s.name().equals("deliver")).count());
  }

  @Test
  @Tag("telemetry.2")
  void each_span_has_a_line_in_the_log_with_its_trace() {
    var log = (Logger) LoggerFactory.getLogger("dev.pixstream.server.tracing");
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    log.setLevel(Level.DEBUG);
    log.addAppender(lines);
    try {
      var lane = service.lane().at(second);
      lane.store(301, 301);
      lane.close(lane.start().assertBatch(301, 301).next());
      var trace = spans(301, "store", "deliver", "confirm", "process").getFirst().trace();
      var own =
          List.copyOf(lines.list).stream()
              .map(line -> line.getFormattedMessage() + " " + line.getKeyValuePairs())
              .filter(line -> line.contains("trace_id=\"" + trace + "\""))
              .toList();
      assertEquals(4, own.size(), own::toString);
      assertTrue(own.getFirst().contains("ispb=\"" + lane.ispb()), own::toString);
    } finally {
      log.detachAppender(lines);
      log.setLevel(null);
    }
  }

  @Test
  @Tag("telemetry.2")
  void a_share_of_the_messages_is_traced_the_same_on_every_node() {
    var one = node(WorkerOptions.OFF, 0.25);
    var other = node(WorkerOptions.OFF, 0.25);
    var lane = service.lane();
    lane.at(one).store(1_001, 1_200);
    for (var batch = lane.at(other).start(); batch.status() == 200; ) {
      batch = lane.at(other).pull(batch.next());
    }
    // Spans are sent in batches: a stop sends the last of them.
    one.stopServer();
    other.stopServer();

    var stored = traced("store", 1_001, 1_200);
    assertEquals(stored, traced("deliver", 1_001, 1_200));
    assertTrue(stored.size() > 20 && stored.size() < 90, stored::toString);
  }

  private Set<Integer> traced(String name, int from, int to) {
    return IntStream.rangeClosed(from, to)
        .filter(message -> names(message).contains(name))
        .boxed()
        .collect(Collectors.toSet());
  }

  @Test
  @Tag("telemetry.2")
  void an_unavailable_receiver_costs_only_its_traces() {
    var gone = new OtlpReceiver();
    gone.close();
    var tracing = new TracingOptions(Optional.of(gone.url()), 1);
    var node =
        service.addNode(same -> same.withTelemetry(TelemetryOptions.DEFAULT.withTracing(tracing)));
    var lane = service.lane().at(node);
    lane.store(1, 30);

    assertEquals(IntStream.rangeClosed(1, 30).boxed().toList(), lane.drain(lane.startPath()));
  }
}
