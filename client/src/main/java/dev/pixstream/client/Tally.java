package dev.pixstream.client;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts, and passes events on to who listens. */
final class Tally implements CollectorListener {

  private final CollectorListener listener;
  private final Set<Integer> opened = ConcurrentHashMap.newKeySet();
  private final LongAdder pulls = new LongAdder();
  private final LongAdder batches = new LongAdder();
  private final LongAdder messages = new LongAdder();
  private final LongAdder confirmed = new LongAdder();
  private final LongAdder redelivered = new LongAdder();
  private final LongAdder empties = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final LongAdder throttled = new LongAdder();
  private final LongAdder opens = new LongAdder();
  private final LongAdder reopens = new LongAdder();
  private final LongAdder leasesLost = new LongAdder();
  private final LongAdder handlerFailures = new LongAdder();

  Tally(CollectorListener listener) {
    this.listener = listener;
  }

  void pulled() {
    pulls.increment();
  }

  void delivered(Answer.Delivered answer) {
    batches.increment();
    messages.add(answer.messages().size());
    redelivered.add(answer.redelivered());
  }

  void confirmed(int count) {
    confirmed.add(count);
  }

  @Override
  public void on(CollectorEvent event) {
    switch (event) {
      case CollectorEvent.Opened(var collector) -> {
        opens.increment();
        if (!opened.add(collector)) {
          reopens.increment();
        }
      }
      case CollectorEvent.Empty _ -> empties.increment();
      case CollectorEvent.Throttled _ -> throttled.increment();
      case CollectorEvent.Retrying _ -> retries.increment();
      case CollectorEvent.LeaseLost _ -> leasesLost.increment();
      case CollectorEvent.HandlerFailed _ -> handlerFailures.increment();
      case CollectorEvent.CloseUnknown _, CollectorEvent.Stopped _ -> {}
    }
    try {
      listener.on(event);
    } catch (RuntimeException e) {
      // Who listens must not end who collects, nor may its mistake pass unseen.
      var thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }

  CollectorCounters counters() {
    return new CollectorCounters(
        pulls.sum(),
        batches.sum(),
        messages.sum(),
        confirmed.sum(),
        redelivered.sum(),
        empties.sum(),
        retries.sum(),
        throttled.sum(),
        opens.sum(),
        reopens.sum(),
        leasesLost.sum(),
        handlerFailures.sum());
  }
}
