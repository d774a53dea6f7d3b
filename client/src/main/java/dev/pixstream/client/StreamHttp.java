package dev.pixstream.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** The three requests of a stream, one attempt each. */
final class StreamHttp {

  private final HttpClient client;
  private final URI server;
  private final Duration timeout;

  /**
   * @param timeout for a whole response, the long poll included
   */
  StreamHttp(HttpClient client, URI server, Duration timeout) {
    this.client = client;
    this.server = server;
    this.timeout = timeout;
  }

  URI server() {
    return server;
  }

  URI start(String ispb) {
    return Servers.at(server, "/api/pix/" + ispb + "/stream/start");
  }

  Answer pull(URI url, Accept accept, Stop stop) {
    var request =
        HttpRequest.newBuilder(url)
            .timeout(timeout)
            .header("Accept", accept.mediaType())
            .GET()
            .build();
    long startNanos = System.nanoTime();
    try {
      var response = stop.await(client.sendAsync(request, BodyHandlers.ofString(UTF_8)));
      return answer(response, accept, Duration.ofNanos(System.nanoTime() - startNanos));
    } catch (CancellationException e) {
      return new Answer.Stopped();
    } catch (IOException e) {
      return new Answer.Failed(Responses.reason(e), Optional.empty());
    } catch (IllegalArgumentException e) {
      return new Answer.Refused(200, "the response breaks the contract: " + e.getMessage());
    }
  }

  /** The status of one attempt to close. */
  int delete(URI url, Duration within) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(url).timeout(within).DELETE().build();
    return client.send(request, BodyHandlers.discarding()).statusCode();
  }

  private Answer answer(HttpResponse<String> response, Accept accept, Duration latency) {
    int status = response.statusCode();
    return switch (status) {
      case 200 -> {
        var next = pullNext(response);
        yield new Answer.Delivered(
            messages(response.body(), accept), redelivered(response), next, latency);
      }
      case 204 -> new Answer.Empty(pullNext(response));
      case 404, 410 -> new Answer.Gone();
      case 409 -> new Answer.Superseded(Responses.reason(response));
      case 429 -> new Answer.Throttled(Responses.reason(response), Responses.retryAfter(response));
      default ->
          status >= 500
              ? new Answer.Failed(Responses.reason(response), Responses.retryAfter(response))
              : new Answer.Refused(status, Responses.reason(response));
    };
  }

  private static List<String> messages(String body, Accept accept) {
    var messages = accept == Accept.JSON ? List.of(body) : JsonArray.split(body);
    if (messages.isEmpty() || messages.size() > accept.messagesMax()) {
      throw new IllegalArgumentException(messages.size() + " messages");
    }
    return messages;
  }

  private static int redelivered(HttpResponse<?> response) {
    var value = response.headers().firstValue("Redelivered").orElse("0");
    if (!value.matches("[0-9]{1,4}")) {
      throw new IllegalArgumentException("Redelivered is no number");
    }
    return Integer.parseInt(value);
  }

  /** A path of the same server: anything else could lead a collector, and its token, elsewhere. */
  private URI pullNext(HttpResponse<?> response) {
    var path = response.headers().firstValue("Pull-Next").orElse("");
    if (!path.startsWith("/") || path.startsWith("//")) {
      throw new IllegalArgumentException("Pull-Next is missing or no path");
    }
    return server.resolve(path);
  }
}
