package dev.pixstream.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Collects the messages of one institution, with up to six streams in parallel, and hands each
 * batch to a handler:
 *
 * {@snippet file="dev/pixstream/examples/Collecting.java" region="collect"}
 *
 * <p>What it does with what it gets (contract, Endpoints and Delivery):
 *
 * <ul>
 *   <li><b>A batch</b> is confirmed after its handler has returned, never before, by pulling the
 *       {@code Pull-Next} that came with it.
 *   <li><b>Messages may come again</b> after a lease ended or the server lost state. {@link
 *       Batch#redelivered} says how many, so handle them by {@code endToEndId}.
 *   <li><b>Lost responses, 5xx</b>: the same request again, after 0.1 s, then twice as long each
 *       time up to 10 s, half of it at random; with several nodes, on the next one. A lost response
 *       to a start is the exception that the contract makes: what it brought comes again when the
 *       server's grace or lease for it ends.
 *   <li><b>429</b>: the same request again after {@code Retry-After}, given in seconds or as a
 *       date, and up to a tenth more; 1 s if there is none. {@code Retry-After} counts up to 5
 *       minutes, with 5xx too.
 *   <li><b>409</b>: the same request again, five times at most, since this collector's own older
 *       request on another node may have been what took over; then {@link SupersededException}.
 *   <li><b>404, 410</b>: the stream is gone. It opens a new one.
 *   <li><b>A handler that throws</b>: see {@link PixCollectorBuilder#handlerFailuresMax}.
 *   <li><b>Anything else</b> (400, 401, 403, 406, a response that breaks the contract) ends that
 *       collector with a {@link PixStreamException}, as asking again would not help.
 * </ul>
 *
 * <p>A collector that fails ends alone; the others go on. Each runs on a virtual thread of its own.
 * {@link #close} closes the streams with DELETE, which confirms what was handled and frees their
 * slots, and so does the end of the JVM, unless {@link PixCollectorBuilder#closeAtShutdown} says
 * otherwise.
 *
 * <p>Simple programs and tests may prefer to ask for batches one by one: {@link PixBatches}.
 */
public final class PixCollector implements AutoCloseable {

  private final Stop stop = new Stop();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger running;
  private final Tally tally;
  private final Optional<HttpClient> ownClient;
  private final ShutdownHook hook;

  PixCollector(
      CollectorSettings settings,
      CollectorListener listener,
      Optional<HttpClient> given,
      PixAccess access,
      boolean closeAtShutdown) {
    var client = given.orElseGet(() -> Servers.client(access));
    this.ownClient = given.isEmpty() ? Optional.of(client) : Optional.empty();
    this.running = new AtomicInteger(settings.collectors());
    this.tally =
        new Tally(
            event -> {
              noteFailure(event);
              listener.on(event);
            });
    this.hook =
        closeAtShutdown
            ? ShutdownHook.of(() -> closeWithin(settings.times().closeWithin()))
            : ShutdownHook.none();
    var http = new StreamHttp(client, access, settings.times().pullTimeout());
    var allowance = new Allowance(settings.messagesMax());
    for (int number = 1; number <= settings.collectors(); number++) {
      var loop = new CollectorLoop(number, settings, http, allowance, tally, stop);
      threads.add(
          Thread.ofVirtual()
              .name("pix-collector-" + number)
              .unstarted(
                  () -> {
                    loop.run();
                    ended();
                  }));
    }
  }

  /**
   * Begins to describe collectors.
   *
   * @param server where it listens, such as {@code http://127.0.0.1:8080}, or {@code
   *     https://host/prefix} behind a proxy: the prefix is put before each path, and before a
   *     {@code Pull-Next} that does not begin with it
   * @param more nodes of the same installation: the collectors spread over all, and one that gets
   *     no answer, or a 5xx, goes on at the next with the same path
   * @throws IllegalArgumentException if one is no address of HTTP
   */
  public static PixCollectorBuilder builder(URI server, URI... more) {
    var servers = new ArrayList<PixServer>();
    servers.add(PixServer.of(server));
    for (var other : more) {
      servers.add(PixServer.of(other));
    }
    return new PixCollectorBuilder(servers);
  }

  PixCollector start() {
    hook.add();
    threads.forEach(Thread::start);
    return this;
  }

  /** Waits until all collectors have ended: closed, failed, or with all messages they wanted. */
  public void await() throws InterruptedException {
    for (var thread : threads) {
      thread.join();
    }
  }

  /**
   * As {@link #await()}, for so long at most.
   *
   * @return whether all have ended
   */
  public boolean await(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    for (var thread : threads) {
      var left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
      if (!thread.join(left)) {
        return false;
      }
    }
    return true;
  }

  /** What ended collectors before they were asked to: at most one failure for each. */
  public List<Throwable> failures() {
    return List.copyOf(failures);
  }

  /**
   * What they have done up to now. Costs little; may be called from any thread, also at the end.
   */
  public CollectorCounters counters() {
    return tally.counters();
  }

  /**
   * Asks the collectors to end and does not wait for it: waiting pulls are given up, handlers under
   * way end their work, and streams are closed, which confirms what was handled.
   */
  public void stop() {
    stop.request();
  }

  /**
   * As {@link #stop()}, and waits for the end. Handlers under way are waited for as long as they
   * take. A stream that can't be closed is left to its lease.
   */
  @Override
  public void close() {
    stop();
    try {
      for (var thread : threads) {
        // A handler may close the collector that called it.
        if (thread != Thread.currentThread()) {
          thread.join();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  Stop stopping() {
    return stop;
  }

  /** A handler that never returns must not keep the JVM from ending. */
  private void closeWithin(Duration time) {
    stop();
    try {
      var _ = await(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void noteFailure(CollectorEvent event) {
    if (event instanceof CollectorEvent.Stopped(_, var failure)) {
      failure.ifPresent(failures::add);
    }
  }

  /** The last one that ends gives up what they shared. */
  private void ended() {
    if (running.decrementAndGet() == 0) {
      hook.remove();
      ownClient.ifPresent(HttpClient::shutdownNow);
    }
  }
}
