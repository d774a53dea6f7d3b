package dev.pixstream.cli.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.cli.Run;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTest {
  /** Nobody listens there, so that a start ends when all options have been read. */
  private static final String NOWHERE = "postgresql://pix:pix@127.0.0.1:1/bank";

  @TempDir private Path directory;

  private Run serve(Map<String, String> environment) {
    var all = new HashMap<>(environment);
    all.putIfAbsent("PIXSTREAM_DATABASE_URL", NOWHERE);
    return Run.of(all, directory, "serve");
  }

  @Test
  @Tag("telemetry.6")
  void addresses_that_kubernetes_gives_for_services_are_no_settings() {
    var run =
        serve(
            Map.of(
                "PIXSTREAM_PORT", "tcp://10.96.0.12:8080",
                "PIXSTREAM_MANAGEMENT_PORT", "tcp://[fd00::12]:9090",
                "PIXSTREAM_SERVICE_HOST", "10.96.0.12",
                "PIXSTREAM_SERVICE_PORT_HTTP", "8080",
                "PIXSTREAM_PORT_8080_TCP_ADDR", "10.96.0.12"));
    // It was status 2: expected a port.
    assertEquals(1, run.status(), run.err());
    assertTrue(run.err().contains("127.0.0.1:1/bank"), run.err());
  }

  @Test
  @Tag("telemetry.6")
  void each_variable_that_is_left_aside_is_told_in_one_line() {
    var environment =
        new Environment(
            Map.of(
                "PIXSTREAM_PORT", "tcp://10.96.0.12:8080",
                "PIXSTREAM_PORT_8080_TCP", "tcp://10.96.0.12:8080",
                "PIXSTREAM_OTHER_PORT", "udp://10.96.0.13:53",
                "PIXSTREAM_DATABSE_URL", "postgresql://pix:geheim@db/pix",
                "PIXSTREAM_HEAP", "1g",
                "HOME", "/"));
    assertEquals(
        List.of(
            "PIXSTREAM_DATABSE_URL is no setting; pixstream settings lists them all",
            "PIXSTREAM_PORT=tcp://10.96.0.12:8080 is the address of a service, not a setting: left"
                + " aside"),
        environment.remarks(Set.of("PIXSTREAM_PORT", "PIXSTREAM_DATABASE_URL")));
    assertEquals(Optional.empty(), environment.find("PIXSTREAM_PORT"));
  }

  @Test
  void a_port_that_is_none_is_refused_as_before() {
    var run = serve(Map.of("PIXSTREAM_PORT", "tcp:8080"));
    assertEquals(2, run.status());
    assertTrue(run.err().contains("expected a port"), run.err());
  }

  @Test
  @Tag("telemetry.6")
  void an_empty_variable_counts_as_not_set_whatever_it_is() {
    var page = Run.of(directory, "settings").out();
    var empty = new HashMap<String, String>();
    page.lines()
        .filter(line -> line.startsWith("| `--"))
        .map(line -> line.replaceFirst("^[|][^|]*[|] `([A-Z_]+)`.*", "$1"))
        .forEach(
            variable -> {
              empty.put(variable, "");
              empty.put(variable + "_FILE", " ");
            });
    empty.put("PIXSTREAM_CONFIG", "");
    assertTrue(empty.size() > 100, empty::toString);
    empty.put("PIXSTREAM_DATABASE_URL", NOWHERE);
    var run = serve(empty);
    assertEquals(1, run.status(), run.err());
    assertTrue(run.err().contains("127.0.0.1:1/bank"), run.err());
    assertEquals(1, run.errLines().size(), run.err());
  }
}
