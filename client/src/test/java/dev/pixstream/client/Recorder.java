package dev.pixstream.client;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what collectors hand over and tell. */
final class Recorder implements BatchHandler, CollectorListener {

  final BlockingQueue<Batch> batches = new LinkedBlockingQueue<>();
  final List<CollectorEvent> events = new CopyOnWriteArrayList<>();

  @Override
  public void handle(Batch batch) {
    batches.add(batch);
  }

  @Override
  public void on(CollectorEvent event) {
    events.add(event);
  }

  Batch next() throws InterruptedException {
    var batch = batches.poll(10, TimeUnit.SECONDS);
    if (batch == null) {
      throw new AssertionError("no further batch came; events: " + events);
    }
    return batch;
  }

  <T extends CollectorEvent> List<T> of(Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
