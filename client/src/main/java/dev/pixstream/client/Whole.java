package dev.pixstream.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Responses with their whole body in time: in JDK 25 a request's own timeout ends with the headers.
 */
final class Whole {

  private Whole() {}

  /** A body as text; with more bytes than that it is refused, as one that would fill the memory. */
  static BodyHandler<String> text(long bytesMax) {
    return BodyHandlers.limiting(BodyHandlers.ofString(UTF_8), bytesMax);
  }

  static <T> HttpResponse<T> send(
      HttpClient client, HttpRequest request, BodyHandler<T> body, Duration timeout)
      throws IOException, InterruptedException {
    return get(client.sendAsync(request, body), timeout);
  }

  /**
   * The result of a request, which is given up after the timeout and when the thread is
   * interrupted.
   */
  static <T> T get(CompletableFuture<T> request, Duration timeout)
      throws IOException, InterruptedException {
    try {
      return request.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no whole response within " + timeout.toMillis() + " ms");
    } finally {
      // Does nothing once it is complete.
      request.cancel(true);
    }
  }
}
