package dev.pixstream.server.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pixstream.server.EachCoordinator;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard and the alert rules in ops/ against what a running server tells. */
@EachCoordinator
@ContractTest
@Timeout(60)
final class OpsTest {
  private static final Path OPS = Path.of("../ops");
  private static final Pattern METRIC = Pattern.compile("\\b(?:pixstream|jvm|process)_[a-z0-9_]+");

  private final Service service;

  OpsTest(Service service) {
    this.service = service;
  }

  @ParameterizedTest
  @ValueSource(strings = {"grafana/pixstream.json", "prometheus/alerts.yml"})
  @Tag("telemetry.1")
  void every_metric_that_is_named_exists(String file) throws IOException {
    var lane = service.lane();
    lane.store(1, 1);
    Until.holds(() -> Metrics.of(lane.node()).names().contains("pixstream_lane_backlog_messages"));
    var known = Metrics.of(lane.node()).names();

    var named = new TreeSet<String>();
    METRIC
        .matcher(Files.readString(OPS.resolve(file)))
        .results()
        .forEach(found -> named.add(found.group()));
    assertTrue(named.size() > 10, named::toString);

    if (!service.isOnRedis()) {
      named.removeIf(metric -> metric.startsWith("pixstream_redis_"));
    }
    named.removeAll(known);
    assertEquals(List.of(), List.copyOf(named));
  }

  @Test
  void the_dashboard_is_json_with_a_query_in_each_panel() throws IOException {
    var panels =
        new JsonObject(Files.readString(OPS.resolve("grafana/pixstream.json")))
            .getJsonArray("panels");
    assertTrue(panels.size() > 10);
    for (int i = 0; i < panels.size(); i++) {
      assertTrue(panels.getJsonObject(i).getJsonArray("targets").size() > 0);
    }
  }

  /** Where there is no promtool it is skipped: {@code .ci/run} brings it. */
  @Test
  @Tag("telemetry.1")
  void promtool_accepts_the_alert_rules() throws IOException, InterruptedException {
    accepted("rules", "prometheus/alerts.yml");
  }

  @Test
  @Tag("telemetry.1")
  void promtool_accepts_the_configuration_of_a_scraper() throws IOException, InterruptedException {
    accepted("config", "--syntax-only", "prometheus/prometheus.yml");
  }

  private static void accepted(String kind, String... arguments)
      throws IOException, InterruptedException {
    var promtool =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
            .map(folder -> Path.of(folder, "promtool"))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(promtool.isPresent(), "SKIPPED: there is no promtool on this machine");
    var command = new ArrayList<>(List.of(promtool.get().toString(), "check", kind));
    command.addAll(List.of(arguments));
    var check =
        new ProcessBuilder(command).directory(OPS.toFile()).redirectErrorStream(true).start();
    var said = new String(check.getInputStream().readAllBytes(), UTF_8);
    assertTrue(check.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, check.exitValue(), said);
  }
}
