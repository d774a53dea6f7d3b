package dev.pixstream.client;

import java.time.Duration;
import java.util.Optional;

/**
 * Asks until there is an answer to act on. It repeats the very same request, so a lost response
 * costs nothing (contract, promise 2); with several nodes, on the next of them.
 */
final class Puller {

  private static final Duration THROTTLED = Duration.ofSeconds(1);
  private static final int TAKE_OVERS_MAX = 5;

  private final int number;
  private final CollectorSettings settings;
  private final Nodes nodes;
  private final StreamHttp http;
  private final Tally tally;
  private final Stop stop;
  private Backoff backoff = new Backoff();

  Puller(
      int number,
      CollectorSettings settings,
      Nodes nodes,
      StreamHttp http,
      Tally tally,
      Stop stop) {
    this.number = number;
    this.settings = settings;
    this.nodes = nodes;
    this.http = http;
    this.tally = tally;
    this.stop = stop;
  }

  /**
   * Pulls a Pull-Next, or opens a stream if there is none.
   *
   * @throws UnreachableException if there was no answer for too long
   */
  Answer pull(Optional<String> next, Accept accept) {
    backoff = new Backoff();
    int takeOvers = 0;
    while (true) {
      tally.pulled();
      switch (ask(next, accept)) {
        case Answer.Throttled(var reason, var retryAfter) -> throttled(reason, retryAfter);
        case Answer.Failed failed -> failed(failed);
        case Answer.Superseded superseded -> {
          takeOvers++;
          if (takeOvers > TAKE_OVERS_MAX) {
            return superseded;
          }
          again(superseded.reason(), backoff.next());
        }
        case Answer other -> {
          return other;
        }
      }
      if (stop.isRequested()) {
        return new Answer.Stopped();
      }
    }
  }

  private Answer ask(Optional<String> next, Accept accept) {
    return next.isPresent()
        ? http.pull(() -> nodes.at(next.get()), accept, stop)
        : http.start(() -> nodes.start(settings.ispb()), accept, stop);
  }

  /** The server is there, so neither patience nor backoff is used up. */
  private void throttled(String reason, Optional<Duration> retryAfter) {
    backoff = new Backoff();
    var delay = backoff.next(Optional.of(retryAfter.orElse(THROTTLED)));
    tally.on(new CollectorEvent.Throttled(number, reason, delay));
    stop.pause(delay);
  }

  private void failed(Answer.Failed failed) {
    var delay = backoff.next(failed.retryAfter());
    if (backoff.elapsed().plus(delay).compareTo(settings.times().giveUpAfter()) > 0) {
      throw new UnreachableException(nodes.server(), failed.reason(), failed.status());
    }
    nodes.moveOn();
    again(failed.reason(), delay);
  }

  private void again(String reason, Duration delay) {
    tally.on(new CollectorEvent.Retrying(number, reason, delay));
    stop.pause(delay);
  }
}
