package dev.pixstream.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Stores messages over HTTP (contract, Endpoints). May be used by many threads.
 *
 * {@snippet file="dev/pixstream/examples/Publishing.java" region="publish"}
 *
 * <p>A request is asked again, after 0.1 s, then twice as long each time up to 10 s with half of it
 * at random, and never sooner than {@code Retry-After} says, for as long as the constructor was
 * told. Storing is safe to repeat: a message that is stored already, with the same {@code
 * endToEndId} and content, is counted and not stored again.
 *
 * <p>It ends with a {@link PixStreamException} whose status is 400 for a message that breaks a
 * rule, 409 for an {@code endToEndId} that is stored with other content, 413 for more than 4 MiB;
 * 401 or 403 for a credential that is not for that; nothing was stored then. With {@link
 * UnreachableException} it is not known whether the messages were stored: store them again.
 */
public final class PixPublisher implements AutoCloseable {

  /** How many messages one request may store. */
  public static final int STORE_MAX = 1_000;

  /** How many random messages one request may make. */
  public static final int GENERATE_MAX = 10_000;

  private static final int TEXT_MAX = 1024 * 1024;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Pattern COUNT =
      Pattern.compile("\"(inserted|duplicates)\"\\s*:\\s*([0-9]{1,9})");

  private final HttpClient client;
  private final PixAccess access;
  private final boolean ownClient;
  private final PixServer server;
  private final Duration giveUpAfter;

  /**
   * Makes a publisher; it connects with the first request.
   *
   * @param server where it listens, such as {@code http://127.0.0.1:8080}
   * @param giveUpAfter for how long a request is asked again while the server is not available or
   *     throttles; 0 for a single attempt
   * @throws IllegalArgumentException if the address is none of HTTP
   */
  public PixPublisher(URI server, Duration giveUpAfter) {
    this(server, giveUpAfter, Optional.empty(), PixAccess.NONE);
  }

  /**
   * The same for a server that requires authentication.
   *
   * @param server where it listens
   * @param giveUpAfter for how long a request is asked again
   * @param access what the server is shown, and which servers are believed
   */
  public PixPublisher(URI server, Duration giveUpAfter, PixAccess access) {
    this(server, giveUpAfter, Optional.empty(), access);
  }

  /**
   * The same with connections of one's own, such as with other TLS settings. They are not closed.
   *
   * @param server where it listens
   * @param giveUpAfter for how long a request is asked again
   * @param client what to send with
   */
  public PixPublisher(URI server, Duration giveUpAfter, HttpClient client) {
    this(server, giveUpAfter, Optional.of(client), PixAccess.NONE);
  }

  private PixPublisher(
      URI server, Duration giveUpAfter, Optional<HttpClient> given, PixAccess access) {
    this.access = access;
    this.server = PixServer.of(server);
    this.giveUpAfter = giveUpAfter;
    this.ownClient = given.isEmpty();
    this.client = given.orElseGet(() -> Servers.client(access));
  }

  /**
   * Stores messages in this order, all or none. A lost response is asked for again: what was stored
   * already then counts among the duplicates.
   *
   * @param ispb who receives them all, 8 characters of 0-9 and A-Z
   * @param messages 1 to 1,000 JSON objects
   * @return how many were stored now, and how many before
   * @throws IllegalArgumentException if it is not an ISPB, or not so many messages
   * @throws UnreachableException if no answer came, or the server was not available for too long
   * @throws PixStreamException if the server refused: 400, 409, 413
   */
  public Stored store(String ispb, List<String> messages) throws InterruptedException {
    Servers.checkIspb(ispb);
    requireCount(messages.size(), STORE_MAX, "stored");
    var body = messages.size() == 1 ? messages.getFirst() : "[" + String.join(",", messages) + "]";
    return stored(
        send(
            "/api/pix/" + ispb + "/messages",
            request ->
                request
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body, UTF_8)),
            true));
  }

  /**
   * Has the server make and store random messages, a test aid. As a repeated request would store
   * more, it is only repeated when the server said that it stored nothing (429) or was not reached.
   *
   * @param ispb who receives them, 8 characters of 0-9 and A-Z
   * @param number 1 to 10,000
   * @return how many were stored
   * @throws IllegalArgumentException if it is not an ISPB, or not such a number
   * @throws UnreachableException if no answer came, or the server was not available
   * @throws PixStreamException if the server refused: 404 if its generator is off
   */
  public int generate(String ispb, int number) throws InterruptedException {
    Servers.checkIspb(ispb);
    requireCount(number, GENERATE_MAX, "made");
    var path = "/api/util/msgs/" + ispb + "/" + number;
    return stored(send(path, request -> request.POST(BodyPublishers.noBody()), false)).inserted();
  }

  /** Gives its connections up; requests under way fail. */
  @Override
  public void close() {
    if (ownClient) {
      client.shutdownNow();
    }
  }

  private static void requireCount(int number, int max, String what) {
    CollectorSettings.require(
        number >= 1 && number <= max,
        String.format(Locale.ROOT, "1 to %d messages are %s at once", max, what));
  }

  /** Sends a request until it is answered with 201. */
  private HttpResponse<String> send(
      String path, UnaryOperator<HttpRequest.Builder> with, boolean repeatable)
      throws InterruptedException {
    var backoff = new Backoff();
    while (true) {
      int status = 0;
      String reason;
      Optional<Duration> retryAfter = Optional.empty();
      boolean again;
      try {
        var request = with.apply(access.addTo(server.request(path))).build();
        var response = Whole.send(client, request, Whole.text(TEXT_MAX), TIMEOUT);
        status = response.statusCode();
        if (status == 201) {
          return response;
        }
        reason = Responses.reason(response);
        if (status != 429 && status < 500) {
          throw new PixStreamException(server + " refused to store: " + reason, status);
        }
        again = status == 429 || repeatable;
        retryAfter = Responses.retryAfter(response);
      } catch (IOException e) {
        again = repeatable || wasNotReached(e);
        reason = Responses.reason(e);
      }
      var delay = backoff.next(retryAfter);
      if (!again || backoff.elapsed().plus(delay).compareTo(giveUpAfter) > 0) {
        throw new UnreachableException(server, reason, status);
      }
      Thread.sleep(delay);
    }
  }

  /** Nothing was sent, so nothing can have come of it. */
  static boolean wasNotReached(IOException failure) {
    return failure instanceof ConnectException
        || failure instanceof HttpConnectTimeoutException
        || failure instanceof UnknownHostException;
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
