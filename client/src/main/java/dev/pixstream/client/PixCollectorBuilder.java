package dev.pixstream.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;

/** Describes collectors. Only the ISPB and the handler must be given. */
public final class PixCollectorBuilder {

  private final URI server;
  private Optional<HttpClient> client = Optional.empty();
  private Optional<BatchHandler> handler = Optional.empty();
  private CollectorListener listener = _ -> {};
  private String ispb = "";
  private int collectors = 6;
  private Accept accept = Accept.MULTIPART;
  private long messagesMax = Long.MAX_VALUE;
  private Duration pullTimeout = Duration.ofSeconds(30);
  private Duration giveUpAfter = Duration.ofDays(1);
  private Duration closeWithin = Duration.ofSeconds(10);

  PixCollectorBuilder(URI server) {
    this.server = server;
  }

  /** Whose messages: 8 characters of 0-9 and A-Z. */
  public PixCollectorBuilder ispb(String value) {
    ispb = value;
    return this;
  }

  /** How many streams in parallel, 1 to 6 (contract, promise 8); 6 by default. */
  public PixCollectorBuilder collectors(int value) {
    collectors = value;
    return this;
  }

  /** One message with each answer, or up to ten, which is the default. */
  public PixCollectorBuilder accept(Accept value) {
    accept = value;
    return this;
  }

  /**
   * Ends when exactly that many messages were handled; without end by default. The last ones are
   * pulled one by one, so that none is taken that is not wanted.
   */
  public PixCollectorBuilder messagesMax(long value) {
    messagesMax = value;
    return this;
  }

  /** What is done with each batch. */
  public PixCollectorBuilder handler(BatchHandler value) {
    handler = Optional.of(value);
    return this;
  }

  /** Who is told of retries, empty pulls and ends. */
  public PixCollectorBuilder listener(CollectorListener value) {
    listener = value;
    return this;
  }

  /**
   * After how long without a whole response a pull counts as lost, 30 s by default: more than the
   * server's long poll of at most 8 s.
   */
  public PixCollectorBuilder pullTimeout(Duration value) {
    pullTimeout = value;
    return this;
  }

  /**
   * For how long one request is asked again while the server is not available, one day by default;
   * then its collector ends with {@link UnreachableException}. Being throttled does not count.
   */
  public PixCollectorBuilder giveUpAfter(Duration value) {
    giveUpAfter = value;
    return this;
  }

  /** For how long the end tries to close a stream before it leaves it to its lease, 10 s. */
  public PixCollectorBuilder closeWithin(Duration value) {
    closeWithin = value;
    return this;
  }

  /** Connections of one's own, such as with other TLS settings. They are not closed. */
  public PixCollectorBuilder client(HttpClient value) {
    client = Optional.of(value);
    return this;
  }

  /**
   * Starts to collect.
   *
   * @throws IllegalArgumentException if something is missing or out of its bounds
   */
  public PixCollector start() {
    var whatToDo =
        handler.orElseThrow(() -> new IllegalArgumentException("a handler must be given"));
    var settings =
        new CollectorSettings(
            ispb,
            collectors,
            accept,
            messagesMax,
            whatToDo,
            listener,
            pullTimeout,
            giveUpAfter,
            closeWithin);
    return new PixCollector(server, settings, client).start();
  }
}
