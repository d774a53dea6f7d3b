package dev.pixstream.client;

import java.time.Duration;
import java.util.Optional;

/**
 * One collector: it pulls, has the batch handled, and pulls the Pull-Next that came with it, which
 * confirms.
 *
 * <p>To close, it names the id that it would pull next. If a pull with that id was given up, the
 * server may have served it or not; in both cases this DELETE confirms what was handled and puts
 * back what was not seen (contract, promise 5).
 *
 * <p>While a batch is handled, {@code next} stays the id that it was asked for with, so that
 * closing puts it back. The first batch of a stream has no such id.
 */
final class CollectorLoop implements Runnable {

  private final int number;
  private final CollectorSettings settings;
  private final Nodes nodes;
  private final Puller puller;
  private final Closing closing;
  private final Allowance allowance;
  private final Tally tally;
  private final Stop stop;
  private Optional<String> next = Optional.empty();
  private int unconfirmed;
  private long leaseUntilNanos = System.nanoTime();
  private Failures failures = new Failures();

  /** Failures of the handler, one after the other. */
  private static final class Failures {
    private final Backoff backoff = new Backoff();
    private int count;
  }

  CollectorLoop(
      int number,
      CollectorSettings settings,
      StreamHttp http,
      Allowance allowance,
      Tally tally,
      Stop stop) {
    this.number = number;
    this.settings = settings;
    this.nodes = new Nodes(settings.servers(), number - 1);
    this.puller = new Puller(number, settings, nodes, http, tally, stop);
    this.closing = new Closing(nodes, http, settings.times().closeWithin());
    this.allowance = allowance;
    this.tally = tally;
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
    close();
    tally.on(new CollectorEvent.Stopped(number, failure));
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
    switch (puller.pull(next, accept)) {
      case Answer.Delivered delivered -> {
        answered();
        tally.delivered(delivered);
        return handle(delivered);
      }
      case Answer.Empty(var same) -> {
        answered();
        next = Optional.of(same);
        tally.on(new CollectorEvent.Empty(number));
      }
      case Answer.Gone() when next.isEmpty() ->
          throw new PixStreamException(
              nodes.server() + " serves no streams of Pix messages (status 404)", 404);
      case Answer.Gone() -> lost();
      case Answer.Superseded(var reason) -> {
        // Who took over reads on with this id: it is not ours to close.
        next = Optional.empty();
        throw new SupersededException("another reader took over this stream: " + reason);
      }
      case Answer.Refused(var status, var detail) ->
          throw new PixStreamException(nodes.server() + " refused the pull: " + detail, status);
      case Answer.Throttled _, Answer.Failed _, Answer.Stopped _ -> {}
    }
    return 0;
  }

  private void answered() {
    // Half of it, as the server's clock and its lease may not be quite what was told.
    leaseUntilNanos = System.nanoTime() + settings.times().lease().toNanos() / 2;
    if (next.isEmpty()) {
      tally.on(new CollectorEvent.Opened(number));
    }
    confirmed();
  }

  private int handle(Answer.Delivered delivered) throws Exception {
    long receivedNanos = System.nanoTime();
    boolean first = next.isEmpty();
    var batch =
        new Batch(
            settings.ispb(),
            number,
            delivered.messages(),
            delivered.redelivered(),
            delivered.latency());
    do {
      try {
        settings.handler().handle(batch);
        failures = new Failures();
        next = Optional.of(delivered.next());
        unconfirmed = batch.messages().size();
        return unconfirmed;
      } catch (PutBack e) {
        return 0;
      } catch (Exception e) {
        failed(e);
      }
    } while (first && !stop.isRequested() && leaseSurelyLasts(receivedNanos));
    return 0;
  }

  /** Puts the batch back and pauses, unless this was the last failure that is put up with. */
  private void failed(Exception failure) throws Exception {
    failures.count++;
    boolean last = failures.count >= settings.handlerFailuresMax() || stop.isRequested();
    var delay = last ? Duration.ZERO : failures.backoff.next();
    tally.on(new CollectorEvent.HandlerFailed(number, failure, failures.count, delay));
    if (last) {
      throw failure;
    }
    close();
    stop.pause(delay);
  }

  /** For a first batch, which can't be put back and so is handled again here. */
  private boolean leaseSurelyLasts(long receivedNanos) {
    return System.nanoTime() - receivedNanos < settings.times().lease().toNanos() / 2;
  }

  private void close() {
    if (next.isPresent()) {
      switch (closing.close(next.get(), leaseUntilNanos)) {
        case CLOSED -> {
          confirmed();
          next = Optional.empty();
        }
        case GONE -> lost();
        case UNKNOWN -> {
          next = Optional.empty();
          unconfirmed = 0;
          tally.on(new CollectorEvent.CloseUnknown(number));
        }
      }
    }
  }

  private void confirmed() {
    tally.confirmed(unconfirmed);
    unconfirmed = 0;
  }

  private void lost() {
    next = Optional.empty();
    unconfirmed = 0;
    tally.on(new CollectorEvent.LeaseLost(number));
  }
}
