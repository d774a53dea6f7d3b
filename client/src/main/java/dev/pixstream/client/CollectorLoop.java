package dev.pixstream.client;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * One collector: it pulls, has the batch handled, and pulls the Pull-Next that came with it, which
 * confirms. It retries with the very same request, so a lost response costs nothing (contract,
 * promise 2).
 *
 * <p>To close, it names the id that it would pull next. If a pull with that id was given up, the
 * server may have served it or not; in both cases this DELETE confirms what was handled and puts
 * back what was not seen (contract, promise 5).
 */
final class CollectorLoop implements Runnable {

  private static final Duration CLOSE_PAUSE_MAX = Duration.ofMillis(500);

  private final int number;
  private final CollectorSettings settings;
  private final StreamHttp http;
  private final Allowance allowance;
  private final Stop stop;
  private Optional<URI> next = Optional.empty();

  CollectorLoop(
      int number, CollectorSettings settings, StreamHttp http, Allowance allowance, Stop stop) {
    this.number = number;
    this.settings = settings;
    this.http = http;
    this.allowance = allowance;
    this.stop = stop;
  }

  @Override
  public void run() {
    Optional<Throwable> failure = Optional.empty();
    try {
      collect();
    } catch (Exception | Error e) {
      failure = Optional.of(e);
    }
    next.ifPresent(this::close);
    tell(new CollectorEvent.Stopped(number, failure));
  }

  private void collect() throws Exception {
    while (!stop.isRequested()) {
      var accept = allowance.reserve(settings.accept());
      if (accept.isEmpty()) {
        return;
      }
      int unused = accept.get().messagesMax();
      try {
        unused -= step(accept.get());
      } finally {
        allowance.refund(unused);
      }
    }
  }

  /** One pull and what follows from it. Returns how many messages were handled. */
  private int step(Accept accept) throws Exception {
    switch (pull(accept)) {
      case Answer.Delivered delivered -> {
        return handle(delivered);
      }
      case Answer.Empty(var same) -> {
        opened();
        next = Optional.of(same);
        tell(new CollectorEvent.Empty(number));
      }
      case Answer.Gone() when next.isEmpty() ->
          throw new PixStreamException(
              http.server() + " serves no streams of Pix messages (status 404)", 404);
      case Answer.Gone() -> {
        next = Optional.empty();
        tell(new CollectorEvent.LeaseLost(number));
      }
      case Answer.Superseded(var detail) -> {
        next = Optional.empty();
        throw new SupersededException("another reader took over this stream: " + detail);
      }
      case Answer.Refused(var status, var detail) ->
          throw new PixStreamException(http.server() + " refused the pull: " + detail, status);
      case Answer.Throttled _, Answer.Failed _, Answer.Stopped _ -> {}
    }
    return 0;
  }

  /** If the handler throws, the id of before stays the one to close with: the batch goes back. */
  private int handle(Answer.Delivered delivered) throws Exception {
    opened();
    settings
        .handler()
        .handle(
            new Batch(
                settings.ispb(),
                number,
                delivered.messages(),
                delivered.redelivered(),
                delivered.latency()));
    next = Optional.of(delivered.next());
    return delivered.messages().size();
  }

  private void opened() {
    if (next.isEmpty()) {
      tell(new CollectorEvent.Opened(number));
    }
  }

  /** Asks until there is an answer to act on. */
  private Answer pull(Accept accept) {
    var url = next.orElseGet(() -> http.start(settings.ispb()));
    var backoff = new Backoff();
    while (true) {
      var answer = http.pull(url, accept, stop);
      switch (answer) {
        case Answer.Throttled(var reason, var retryAfter) -> {
          backoff = new Backoff();
          var delay = backoff.next(Optional.of(retryAfter.orElse(Duration.ofSeconds(1))));
          tell(new CollectorEvent.Throttled(number, reason, delay));
          stop.pause(delay);
        }
        case Answer.Failed(var reason, var retryAfter) -> {
          var delay = backoff.next(retryAfter);
          if (backoff.elapsed().plus(delay).compareTo(settings.giveUpAfter()) > 0) {
            throw new UnreachableException(http.server(), reason);
          }
          tell(new CollectorEvent.Retrying(number, reason, delay));
          stop.pause(delay);
        }
        default -> {
          return answer;
        }
      }
      if (stop.isRequested()) {
        return new Answer.Stopped();
      }
    }
  }

  private void close(URI id) {
    var backoff = new Backoff();
    try {
      while (backoff.elapsed().compareTo(settings.closeWithin()) < 0) {
        int status = attemptToClose(id);
        if (status == 200) {
          return;
        }
        if (status == 404 || status == 410) {
          break;
        }
        Thread.sleep(min(backoff.next(Optional.empty()), CLOSE_PAUSE_MAX));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    tell(new CollectorEvent.LeaseLost(number));
  }

  /** The status, or 0 for a lost response. */
  private int attemptToClose(URI id) throws InterruptedException {
    try {
      return http.delete(id, settings.closeWithin());
    } catch (IOException e) {
      return 0;
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private void tell(CollectorEvent event) {
    settings.listener().on(event);
  }
}
