package dev.pixstream.client;

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

  /** Ten messages of the largest size that can be stored, and some. */
  private static final long BATCH_MAX = 64L * 1024 * 1024;

  /**
   * How long the end waits for the answer to a start. A start that finds messages answers within
   * it; given up any earlier, those would stay leased to a stream that nobody knows the id of.
   */
  private static final Duration START_PATIENCE = Duration.ofMillis(250);

  /** Where a request goes to; its host may have to be found first. */
  interface Resource {
    HttpRequest.Builder request() throws IOException;
  }

  private final HttpClient client;
  private final PixAccess access;
  private final Duration timeout;

  /**
   * @param access what goes with each request
   * @param timeout for a whole response, the long poll included
   */
  StreamHttp(HttpClient client, PixAccess access, Duration timeout) {
    this.client = client;
    this.access = access;
    this.timeout = timeout;
  }

  Answer start(Resource stream, Accept accept, Stop stop) {
    return pull(stream, accept, stop, START_PATIENCE);
  }

  /** Given up at the end it costs nothing: the DELETE that follows names the same id. */
  Answer pull(Resource stream, Accept accept, Stop stop) {
    return pull(stream, accept, stop, Duration.ZERO);
  }

  private Answer pull(Resource stream, Accept accept, Stop stop, Duration patience) {
    long startNanos = System.nanoTime();
    try {
      var request =
          access.addTo(stream.request()).header("Accept", accept.mediaType()).GET().build();
      var response =
          stop.await(client.sendAsync(request, Whole.text(BATCH_MAX)), timeout, patience);
      return answer(response, accept, Duration.ofNanos(System.nanoTime() - startNanos));
    } catch (CancellationException e) {
      return new Answer.Stopped();
    } catch (IOException e) {
      return new Answer.Failed(0, Responses.reason(e), Optional.empty());
    } catch (IllegalArgumentException e) {
      return new Answer.Refused(200, "the response breaks the contract: " + e.getMessage());
    }
  }

  /** The status of one attempt to close. */
  int delete(Resource stream, Duration within) throws IOException, InterruptedException {
    var request = access.addTo(stream.request()).DELETE().build();
    return Whole.send(client, request, BodyHandlers.discarding(), within).statusCode();
  }

  private static Answer answer(HttpResponse<String> response, Accept accept, Duration latency) {
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
              ? new Answer.Failed(
                  status, Responses.reason(response), Responses.retryAfter(response))
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
  private static String pullNext(HttpResponse<?> response) {
    var path = response.headers().firstValue("Pull-Next").orElse("");
    if (!path.startsWith("/") || path.startsWith("//")) {
      throw new IllegalArgumentException("Pull-Next is missing or no path");
    }
    // One that is no URI is a breach like the others.
    return URI.create(path).toString();
  }
}
