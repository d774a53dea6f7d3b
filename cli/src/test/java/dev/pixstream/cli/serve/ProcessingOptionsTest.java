package dev.pixstream.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.cli.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server says about processing before it serves. */
class ProcessingOptionsTest {
  @TempDir private Path directory;

  @Test
  void a_bound_that_is_broken_is_named_by_its_option() {
    refused("--worker-concurrency is 1 to 50, not 51", "--worker-concurrency", "51");
    refused("--worker-messages-max is 1 to 10000, not 0", "--worker-messages-max", "0");
    refused("--worker-visibility is 100 ms", "--worker-visibility", "1ms");
    refused("--retry-attempts is 1 to 100", "--retry-attempts", "0");
    refused("--retry-max is 60000 ms", "--retry-first", "1m", "--retry-max", "1s");
    refused("--worker", "--worker", "maybe");
  }

  @Test
  @Tag("processing.13")
  void an_unknown_processor_ends_the_start_with_a_line_that_lists_those_there_are() {
    var run = serve(Map.of("PIXSTREAM_PROCESSOR", "legder"));
    assertEquals(2, run.status(), run.err());
    assertTrue(
        run.errLines()
            .getLast()
            .contains("there is no processor 'legder'; there are: ledger, webhook"),
        run.err());
  }

  @Test
  void the_webhook_says_what_it_lacks_and_takes_its_secret_from_the_environment() throws Exception {
    var file = directory.resolve("pixstream.properties");
    var some = "processor=webhook\nwebhook-url=http://127.0.0.1:1/\n";
    Files.writeString(file, some + "webhook-timeout=soon\n");
    var secret = "0123456789abcdef";
    var with = serve(Map.of("PIXSTREAM_WEBHOOK_SECRET", secret));
    assertTrue(with.errLines().getLast().contains("--webhook-timeout"), with.err());
    assertTrue(!with.err().contains(secret), with.err());
    Files.writeString(file, some);
    var without = serve(Map.of());
    assertTrue(without.errLines().getLast().contains("needs a secret"), without.err());
  }

  @Test
  void settings_of_a_webhook_that_is_not_chosen_are_refused() {
    refused("--processor webhook", "--webhook-url=http://127.0.0.1:1/");
  }

  private Run serve(Map<String, String> environment) {
    return Run.of(environment, directory, "serve", "--port", "0", "--data", data());
  }

  private String data() {
    return directory.resolve("data").toString();
  }

  private void refused(String what, String... options) {
    var line = new ArrayList<>(List.of("serve", "--data", data()));
    line.addAll(List.of(options));
    var run = Run.of(directory, line.toArray(String[]::new));
    assertEquals(2, run.status(), run.err());
    assertTrue(run.err().contains(what), run.err());
  }
}
