package dev.pixstream.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Collects the messages of one institution, with up to six streams in parallel.
 *
 * <pre>{@code
 * try (var collector = PixCollector.builder(URI.create("http://127.0.0.1:8080"))
 *     .ispb("00000000").collectors(6).accept(Accept.MULTIPART)
 *     .handler(batch -> batch.messages().forEach(ledger::post))
 *     .start()) {
 *   collector.await();
 * }
 * }</pre>
 *
 * <p>A batch is confirmed after its handler has returned, never before (contract, promise 1).
 * Messages may come again after a lease ended or the server lost state; {@link Batch#redelivered}
 * tells, so handle them by {@code endToEndId}. Lost responses, 5xx and 429 are asked for again with
 * the same request; after 404 and 410 a collector starts anew.
 *
 * <p>A collector that fails ends alone; the others go on. Each runs on a virtual thread.
 */
public final class PixCollector implements AutoCloseable {

  private final CollectorSettings settings;
  private final HttpClient client;
  private final boolean ownClient;
  private final Stop stop = new Stop();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  PixCollector(URI server, CollectorSettings chosen, Optional<HttpClient> client) {
    this.settings = chosen;
    this.ownClient = client.isEmpty();
    this.client = client.orElseGet(Servers::client);
    var http = new StreamHttp(this.client, server, settings.pullTimeout());
    var allowance = new Allowance(settings.messagesMax());
    for (int number = 1; number <= settings.collectors(); number++) {
      var loop = new CollectorLoop(number, listening(), http, allowance, stop);
      threads.add(Thread.ofVirtual().name("pix-collector-" + number).unstarted(loop));
    }
  }

  /**
   * Begins to describe collectors.
   *
   * @param server where it listens, such as {@code http://127.0.0.1:8080}
   * @throws IllegalArgumentException if that is no address of HTTP
   */
  public static PixCollectorBuilder builder(URI server) {
    return new PixCollectorBuilder(Servers.check(server));
  }

  PixCollector start() {
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
        if (thread != Thread.currentThread()) {
          thread.join();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (ownClient) {
      client.shutdownNow();
    }
  }

  private CollectorSettings listening() {
    return new CollectorSettings(
        settings.ispb(),
        settings.collectors(),
        settings.accept(),
        settings.messagesMax(),
        settings.handler(),
        event -> {
          if (event instanceof CollectorEvent.Stopped(_, var failure)) {
            failure.ifPresent(failures::add);
          }
          settings.listener().on(event);
        },
        settings.pullTimeout(),
        settings.giveUpAfter(),
        settings.closeWithin());
  }
}
