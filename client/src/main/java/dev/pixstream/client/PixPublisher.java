package dev.pixstream.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Stores messages over HTTP (contract, Endpoints). May be used by many threads. */
public final class PixPublisher implements AutoCloseable {

  /** How many messages one request may store. */
  public static final int STORE_MAX = 1_000;

  /** How many random messages one request may make. */
  public static final int GENERATE_MAX = 10_000;

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Pattern COUNT =
      Pattern.compile("\"(inserted|duplicates)\"\\s*:\\s*([0-9]{1,9})");

  private final HttpClient client = Servers.client();
  private final URI server;
  private final Duration giveUpAfter;

  /**
   * Makes a publisher; it connects with the first request.
   *
   * @param server where it listens, such as {@code http://127.0.0.1:8080}
   * @param giveUpAfter for how long a request is asked again while the server is not available; 0
   *     for a single attempt
   * @throws IllegalArgumentException if the address is none of HTTP
   */
  public PixPublisher(URI server, Duration giveUpAfter) {
    this.server = Servers.check(server);
    this.giveUpAfter = giveUpAfter;
  }

  /**
   * Stores messages, all or none. A lost response is asked for again: what was stored already then
   * counts among the duplicates.
   *
   * @param ispb who receives them all, 8 characters of 0-9 and A-Z
   * @param messages 1 to 1,000 JSON objects
   * @throws UnreachableException if no answer came
   * @throws PixStreamException if the server refused: 400, 409, 413
   */
  public Stored store(String ispb, List<String> messages) throws InterruptedException {
    var body = messages.size() == 1 ? messages.getFirst() : "[" + String.join(",", messages) + "]";
    var request =
        request("/api/pix/" + Servers.checkIspb(ispb) + "/messages")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body, UTF_8))
            .build();
    return stored(send(request, true));
  }

  /**
   * Has the server make and store random messages, a test aid. As a repeated request would store
   * more, it is only repeated when the server said that it stored nothing (429) or was not reached.
   *
   * @param ispb who receives them, 8 characters of 0-9 and A-Z
   * @param number 1 to 10,000
   * @return how many were stored
   * @throws UnreachableException if no answer came
   * @throws PixStreamException if the server refused: 400, or 404 if its generator is off
   */
  public int generate(String ispb, int number) throws InterruptedException {
    var path = "/api/util/msgs/" + Servers.checkIspb(ispb) + "/" + number;
    return stored(send(request(path).POST(BodyPublishers.noBody()).build(), false)).inserted();
  }

  /** Gives the connections up. */
  @Override
  public void close() {
    client.shutdownNow();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(Servers.at(server, path)).timeout(TIMEOUT);
  }

  private HttpResponse<String> send(HttpRequest request, boolean repeatable)
      throws InterruptedException {
    var backoff = new Backoff();
    while (true) {
      String reason;
      Optional<Duration> retryAfter = Optional.empty();
      boolean again;
      try {
        var response = client.send(request, BodyHandlers.ofString(UTF_8));
        int status = response.statusCode();
        if (status == 201) {
          return response;
        }
        again = status == 429 || (status >= 500 && repeatable);
        reason = Responses.reason(response);
        retryAfter = Responses.retryAfter(response);
        if (!again) {
          throw new PixStreamException(server + " refused to store: " + reason, status);
        }
      } catch (IOException e) {
        again = repeatable || e instanceof ConnectException;
        reason = Responses.reason(e);
      }
      var delay = backoff.next(retryAfter);
      if (!again || backoff.elapsed().plus(delay).compareTo(giveUpAfter) > 0) {
        throw new UnreachableException(server, reason);
      }
      Thread.sleep(delay);
    }
  }

  private Stored stored(HttpResponse<String> response) {
    int inserted = -1;
    int duplicates = 0;
    var counts = COUNT.matcher(response.body());
    while (counts.find()) {
      int value = Integer.parseInt(counts.group(2));
      if (counts.group(1).equals("inserted")) {
        inserted = value;
      } else {
        duplicates = value;
      }
    }
    if (inserted < 0) {
      throw new PixStreamException(server + " answered 201 without saying what it stored", 201);
    }
    return new Stored(inserted, duplicates);
  }
}
