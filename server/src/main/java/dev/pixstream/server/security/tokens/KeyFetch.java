package dev.pixstream.server.security.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pixstream.server.outgoing.HttpAddress;
import dev.pixstream.server.security.InvalidSecurityException;
import dev.pixstream.server.security.network.Loopback;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetches a set of keys: over https, within a time and a size that hold for the whole answer. */
final class KeyFetch {
  /** From the look for its address to the end of the body. */
  static final Duration WITHIN = Duration.ofSeconds(5);

  static final int BYTES_MAX = 1024 * 1024;

  private KeyFetch() {}

  /**
   * The text there.
   *
   * @throws InvalidSecurityException if it does not come, or may not be asked for
   */
  static String text(String where, Duration within) {
    var address =
        HttpAddress.parse(where)
            .orElseThrow(() -> new InvalidSecurityException(where, "is no address of https"));
    address
        .objection()
        .ifPresent(
            why -> {
              throw new InvalidSecurityException(where, why);
            });
    if (!address.isSecure() && !Loopback.is(address.host())) {
      throw new InvalidSecurityException(where, "keys are fetched over https only");
    }
    // On a thread of its own: nothing bounds how long a name is looked for.
    var fetched = new CompletableFuture<HttpResponse<String>>();
    var thread = Thread.ofVirtual().name("token-keys-fetch").start(() -> fetch(address, fetched));
    try {
      var response = fetched.get(within.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() != 200) {
        throw new InvalidSecurityException(where, "answered " + response.statusCode());
      }
      return response.body();
    } catch (TimeoutException e) {
      throw new InvalidSecurityException(
          where, "can't be fetched: no whole answer in " + within.toMillis() + " ms");
    } catch (ExecutionException e) {
      throw new InvalidSecurityException(where, "can't be fetched: " + reason(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InvalidSecurityException(where, "can't be fetched: interrupted");
    } finally {
      thread.interrupt();
    }
  }

  private static void fetch(HttpAddress address, CompletableFuture<HttpResponse<String>> fetched) {
    var http = HttpClient.newBuilder().connectTimeout(WITHIN).build();
    try {
      fetched.complete(
          http.send(
              address.request().build(),
              BodyHandlers.limiting(BodyHandlers.ofString(UTF_8), BYTES_MAX)));
    } catch (IOException | InterruptedException | RuntimeException e) {
      fetched.completeExceptionally(e);
    } finally {
      http.shutdownNow();
    }
  }

  private static String reason(ExecutionException failure) {
    var cause = failure.getCause();
    var message = cause == null ? null : cause.getMessage();
    return message == null ? String.valueOf(cause) : message;
  }
}
