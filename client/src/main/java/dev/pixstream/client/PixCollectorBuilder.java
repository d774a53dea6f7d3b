package dev.pixstream.client;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Describes collectors. Only the ISPB must be given, and for {@link #start} the handler.
 *
 * <p>{@link #start} has each batch handled by a handler; {@link #open} lets a program ask for one
 * batch after the other.
 */
public final class PixCollectorBuilder {

  private static final int COLLECTORS = 6;
  private static final int HANDLER_FAILURES_MAX = 100;

  private final List<PixServer> servers;
  private Optional<HttpClient> client = Optional.empty();
  private Optional<BatchHandler> handler = Optional.empty();
  private CollectorListener listener = _ -> {};
  private String ispb = "";
  private OptionalInt collectors = OptionalInt.empty();
  private Accept accept = Accept.MULTIPART;
  private long messagesMax = Long.MAX_VALUE;
  private int handlerFailuresMax = HANDLER_FAILURES_MAX;
  private CollectorTimes times = CollectorTimes.DEFAULT;
  private boolean closeAtShutdown = true;
  private PixAccess access = PixAccess.NONE;

  PixCollectorBuilder(List<PixServer> servers) {
    this.servers = List.copyOf(servers);
  }

  /** Whose messages: 8 characters of 0-9 and A-Z. */
  public PixCollectorBuilder ispb(String value) {
    ispb = value;
    return this;
  }

  /**
   * How many streams in parallel, 1 to 6 (contract, promise 8); 6 by default, and 1 for {@link
   * #open}. The six are all that an institution has, over all its processes: one that asks for a
   * seventh is throttled until a stream ends.
   */
  public PixCollectorBuilder collectors(int value) {
    collectors = OptionalInt.of(value);
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

  /**
   * After how many failures of its handler in a row a collector ends, with the last one among
   * {@link PixCollector#failures}; 100 by default, which is some ten minutes, and 1 to end with the
   * first.
   *
   * <p>A batch whose handler threw is not confirmed. It is put back to the front of the lane, by
   * DELETE with the id that it was asked for with (contract, promise 5), so that any collector,
   * also of another process, gets it next; this one pauses (0.1 s, then twice as long each time up
   * to 10 s, half of it at random) and opens a new stream. The messages come with {@link
   * Batch#redelivered}. A message that fails whoever handles it comes again and again in this way:
   * a handler that can tell should put such a message aside and return.
   *
   * <p>The first batch of a stream came without an id to put it back with. This collector keeps it
   * and has it handled again after the pause, for up to half the {@link #lease}; given up after
   * that, or because it was the last failure or the end, its messages come again when the lease
   * ends.
   */
  public PixCollectorBuilder handlerFailuresMax(int value) {
    handlerFailuresMax = value;
    return this;
  }

  /** The listener for retries, empty pulls and ends. */
  public PixCollectorBuilder listener(CollectorListener value) {
    listener = value;
    return this;
  }

  /**
   * After how long without a whole response a pull counts as lost, 30 s by default: more than the
   * server's long poll of at most 8 s.
   */
  public PixCollectorBuilder pullTimeout(Duration value) {
    times = times.withPullTimeout(value);
    return this;
  }

  /**
   * For how long one request is asked again while the server is not available, one day by default;
   * then its collector ends with {@link UnreachableException}. Being throttled does not count.
   */
  public PixCollectorBuilder giveUpAfter(Duration value) {
    times = times.withGiveUpAfter(value);
    return this;
  }

  /**
   * For how long the end tries to close a stream before it leaves it to its lease, 10 s by default.
   * It is also how long the end of the JVM waits for handlers and closes together.
   */
  public PixCollectorBuilder closeWithin(Duration value) {
    times = times.withCloseWithin(value);
    return this;
  }

  /**
   * The lease that the server gives, 60 s by default (contract, promise 3). It bounds for how long
   * the first batch of a stream is handled again, see {@link #handlerFailuresMax}.
   */
  public PixCollectorBuilder lease(Duration value) {
    times = times.withLease(value);
    return this;
  }

  /**
   * Whether the end of the JVM (the last thread's end, {@link System#exit}, SIGTERM, SIGINT) closes
   * the streams, as {@link PixCollector#close} does but no longer than {@link #closeWithin}; yes by
   * default. Shutdown hooks run all at once: turn it off where a handler needs something that
   * another hook takes away, and close in the right order there.
   */
  public PixCollectorBuilder closeAtShutdown(boolean value) {
    closeAtShutdown = value;
    return this;
  }

  /**
   * What the server is shown, and which servers are believed; nothing, and the JDK's authorities,
   * by default. With {@link #client} TLS is that client's.
   */
  public PixCollectorBuilder access(PixAccess value) {
    access = value;
    return this;
  }

  /**
   * Connections of one's own, such as with other TLS settings or a proxy. They are not closed. Not
   * given, collectors have their own, of HTTP/1.1.
   */
  public PixCollectorBuilder client(HttpClient value) {
    client = Optional.of(value);
    return this;
  }

  /**
   * Starts to collect, on virtual threads.
   *
   * @throws IllegalArgumentException if something is missing or out of its bounds
   * @throws IllegalStateException if the JVM ends and {@link #closeAtShutdown} is on
   */
  public PixCollector start() {
    var given = handler.orElseThrow(() -> new IllegalArgumentException("a handler must be given"));
    return collector(given, collectors.orElse(COLLECTORS), listener).start();
  }

  /**
   * Starts to collect, for a program that asks for one batch after the other. With more than one of
   * {@link #collectors}, up to that many batches are pulled ahead, and their leases run while they
   * wait to be asked for.
   *
   * @throws IllegalArgumentException if something is out of its bounds, or a handler was given
   * @throws IllegalStateException if the JVM ends and {@link #closeAtShutdown} is on
   */
  public PixBatches open() {
    if (handler.isPresent()) {
      throw new IllegalArgumentException("whoever asks for batches handles them: no handler");
    }
    int streams = collectors.orElse(1);
    var handover = new Handover(streams);
    CollectorListener both =
        event -> {
          handover.on(event);
          listener.on(event);
        };
    var collector = collector(handover, streams, both);
    collector.stopping().whenRequested(handover::putBack);
    return new PixBatches(collector.start(), handover);
  }

  private PixCollector collector(BatchHandler given, int streams, CollectorListener told) {
    var settings =
        new CollectorSettings(
            servers, ispb, streams, accept, messagesMax, given, handlerFailuresMax, times);
    return new PixCollector(settings, told, client, access, closeAtShutdown);
  }
}
