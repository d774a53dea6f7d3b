package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.server.EachCoordinator;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The console's pages on streams, whoever has them. */
@EachCoordinator
@ContractTest(nodes = 2, worker = false)
final class ConsoleEndTest {
  private static final Pattern STREAM = Pattern.compile("id=\"end-(\\d+)\"");

  private final Service service;

  ConsoleEndTest(Service service) {
    this.service = service;
  }

  private static String ask(Node node, String method, String path) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
            .method(method, BodyPublishers.noBody())
            .header("HX-Request", "true")
            .header("Accept-Language", "en")
            .build();
    try (var http = HttpClient.newHttpClient()) {
      var answer = http.sendAsync(request, BodyHandlers.ofString()).join();
      assertEquals(200, answer.statusCode(), answer::body);
      return answer.body();
    }
  }

  /** The only stream of a lane, as its page shows it; pages may be a second old. */
  private static String stream(Lane lane) {
    var found = new ArrayList<String>();
    Until.holds(
        () -> {
          var page = ask(lane.node(), "GET", "/console/lanes/" + lane.ispb());
          var stream = STREAM.matcher(page);
          stream.results().forEach(shown -> found.add(shown.group(1)));
          return !found.isEmpty();
        });
    return found.getFirst();
  }

  private static String end(Lane lane, String stream) {
    return ask(
        lane.node(), "POST", "/console/lanes/" + lane.ispb() + "/streams/" + stream + "/end");
  }

  @Test
  @Tag("store.8")
  void a_forced_close_gives_the_batch_to_a_waiter_on_another_node() throws Exception {
    var lane = service.lane();
    lane.store(1, 10);
    var batch = lane.start().assertBatch(1, 10);
    var stream = stream(lane);
    var other = lane.at(service.otherNode()).starting();
    service.awaitWaiting(lane, 1);

    assertTrue(end(lane, stream).contains("10 messages went back"));

    Answer.of(other).assertBatch(1, 10, 10);
    lane.pull(batch.next()).assertProblem(410, "stream-closed");
    assertFalse(end(lane, stream).contains("went back"));
    service.assertPartition();
  }

  @Test
  @Tag("store.8")
  void a_forced_close_answers_the_waiting_request_at_once() {
    var lane = service.lane();
    lane.store(1, 1);
    var batch = lane.start().assertBatch(1, 1);
    var waiting = lane.at(service.otherNode()).pulling(batch.next());
    service.awaitWaiting(lane, 1);

    assertTrue(end(lane, stream(lane)).contains("0 messages went back"));

    Answer.of(waiting).assertProblem(410, "stream-closed");
  }
}
