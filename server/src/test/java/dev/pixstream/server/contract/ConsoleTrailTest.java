package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** On a server of its own, where nobody watches. */
@ContractTest(worker = false)
final class ConsoleTrailTest {
  private static final Pattern TRAIL = Pattern.compile("data-points=\"([^\"]*)\"");
  private static final Pattern POINT = Pattern.compile("\\[([^\\[\\]]+)\\]");

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI page;

  ConsoleTrailTest(Service service) {
    page = URI.create("http://127.0.0.1:" + service.node().port() + "/console");
  }

  @Test
  @Tag("telemetry.11")
  void charts_show_what_was_before_anybody_watched() {
    Until.holds(() -> trail().size() > 1);

    trail().forEach(point -> assertTrue(point.matches("[0-9.]+(,[0-9.]+){4}"), point));
  }

  /** The points that a page begins with. A page is no viewer. */
  private List<String> trail() {
    var answer =
        http.sendAsync(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString()).join();
    var html = answer.body();
    var trail = TRAIL.matcher(html);
    assertTrue(trail.find(), html);
    return POINT.matcher(trail.group(1)).results().map(found -> found.group(1)).toList();
  }
}
