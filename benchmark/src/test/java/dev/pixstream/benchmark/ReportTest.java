package dev.pixstream.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.benchmark.FakeServer.Fault;
import dev.pixstream.benchmark.page.HtmlResult;
import dev.pixstream.benchmark.result.BenchFailure;
import dev.pixstream.benchmark.result.BenchResult;
import dev.pixstream.benchmark.result.Comparison;
import dev.pixstream.benchmark.result.JsonResult;
import dev.pixstream.benchmark.result.TextResult;
import dev.pixstream.benchmark.settings.Mode;
import dev.pixstream.benchmark.settings.Phases;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportTest {

  @SuppressWarnings("NullAway.Init") // set before all
  private BenchResult result;

  @BeforeAll
  void measure() throws Exception {
    // Long enough for a slow machine: with messages in the window there are all figures.
    var phases = new Phases(Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(10));
    try (var server = new FakeServer(Fault.NONE)) {
      result = Runs.run(Runs.settings(server.url(), Runs.load(Mode.OPEN), phases));
    }
  }

  /** The same with twice the lanes and the throughput. */
  private BenchResult larger() {
    var s = result.setup();
    var r = result.rates();
    return new BenchResult(
        result.format(),
        "<large>",
        result.when(),
        result.machine(),
        new BenchResult.Setup(
            s.mode(),
            s.nodes(),
            2 * s.lanes(),
            s.zipf(),
            s.collectors(),
            s.accept(),
            s.rate(),
            s.messages(),
            s.arrayMax(),
            s.lingerMs(),
            s.publishers(),
            s.warmupSeconds(),
            s.durationSeconds()),
        result.totals(),
        new BenchResult.Rates(
            r.seconds(),
            r.storedPerSecond(),
            2 * r.receivedPerSecond(),
            r.confirmedPerSecond(),
            r.pullsPerSecond(),
            r.storeRequestsPerSecond(),
            r.realTime()),
        result.latencies(),
        result.processes(),
        Map.of("429 to a pull", 7L),
        result.notes(),
        result.seconds());
  }

  @Test
  void json_is_read_as_it_was_written() {
    assertEquals(result, JsonResult.read(JsonResult.write(result)));
  }

  @Test
  void an_invalid_result_is_refused() {
    for (var text : List.of("", "{}", "[1]", "null", "{\"format\":\"other\"}")) {
      assertThrows(BenchFailure.class, () -> JsonResult.read(text), text);
    }
  }

  @Test
  void the_text_has_the_verdict_last_and_the_cost_of_the_driver() {
    var lines = TextResult.of(result);
    assertTrue(
        lines
            .getLast()
            .matches(
                "stored=\\d+ received=\\d+ unsent=\\d+ missing=0 duplicates=0 redelivered=0"
                    + " foreign=0"));
    assertTrue(
        lines.stream().anyMatch(line -> line.matches("The driver itself used .* CPU seconds.*")));
    assertTrue(
        lines.stream()
            .anyMatch(line -> line.matches("stored \\(201\\) to received p99 +[\\d.]+ ms")));
  }

  @Test
  @Tag("bench.1")
  void the_page_needs_nothing_but_itself() {
    for (var page :
        List.of(HtmlResult.of(List.of(result)), HtmlResult.of(List.of(result, larger())))) {
      assertFalse(
          page.matches("(?s).*(https?:|//|src=|href=|url\\(|@import|<script|<link|<iframe).*"));
      assertTrue(page.contains("<polyline"), "charts");
      assertFalse(page.contains("NaN"), page);
      assertFalse(page.contains("Infinity"), page);
      assertFalse(page.contains("<large>"), "names are escaped");
    }
  }

  @Test
  void the_page_of_one_result_has_its_charts() {
    var page = HtmlResult.of(List.of(result));
    for (var title :
        List.of(
            "Latency by percentile",
            "Throughput",
            "From stored (201) to received, over time",
            "Stored and not yet received",
            "Resident memory")) {
      assertTrue(page.contains("<figcaption>" + title), title);
    }
    assertFalse(page.contains("Scaling"));
  }

  @Test
  void the_page_of_several_results_shows_how_they_scale() {
    var page = HtmlResult.of(List.of(result, larger()));
    assertTrue(page.contains("Scaling: throughput by lanes"));
    assertTrue(page.contains("429 to a pull (7 times)"));
  }

  @Test
  void a_comparison_tells_the_second_as_a_multiple_of_the_first() {
    var lines = Comparison.of(result, larger());
    assertTrue(
        lines.stream().anyMatch(line -> line.matches("received .* 2\\.00 +messages/s")),
        lines.toString());
    assertTrue(lines.stream().anyMatch(line -> line.contains("their settings differ")));
    assertFalse(Comparison.of(result, result).stream().anyMatch(line -> line.startsWith("note")));
  }
}
