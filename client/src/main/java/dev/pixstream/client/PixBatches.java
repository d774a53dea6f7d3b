package dev.pixstream.client;

import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * The batches of one institution, one after the other: asking for the next one confirms the one
 * before.
 *
 * {@snippet file="dev/pixstream/examples/Collecting.java" region="iterate"}
 *
 * <p>{@link #poll} ends when nothing comes for a while, which is what most tests want:
 *
 * {@snippet file="dev/pixstream/examples/Collecting.java" region="poll"}
 *
 * <p>Nothing is confirmed unless a program says so: by asking for the next batch, or by {@link
 * #confirm}. {@link #close} does not know whether the loop ended by {@code break} or by an
 * exception, so it <b>puts the last batch back</b>, and its messages come again. Call {@link
 * #confirm} before, if it was handled. The very first batch of a stream can't be put back (see
 * {@link PixCollectorBuilder#handlerFailuresMax}): its messages come again when its lease ends.
 *
 * <p>Everything else, from retries to the end of the JVM, is as {@link PixCollector} says. For one
 * thread at a time; {@link #close} and {@link #counters} may be called by others.
 */
public final class PixBatches implements Iterable<Batch>, AutoCloseable {

  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private final PixCollector collector;
  private final Handover handover;
  private Optional<Handover.Offer> current = Optional.empty();
  private Optional<Handover.Offer> ahead = Optional.empty();

  PixBatches(PixCollector collector, Handover handover) {
    this.collector = collector;
    this.handover = handover;
  }

  /**
   * The batches still to come, until this is closed or {@link PixCollectorBuilder#messagesMax} were
   * handled; all iterators are one. Both of its methods confirm the batch before; {@code hasNext}
   * waits for the next one.
   *
   * <p>They throw {@link PixStreamException} if the streams have ended and one of them failed, and
   * {@link CancellationException} if the thread is interrupted, which stays set.
   */
  @Override
  public Iterator<Batch> iterator() {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return fetch();
      }

      @Override
      public Batch next() {
        if (!fetch()) {
          throw new NoSuchElementException("no further batch");
        }
        return advance();
      }
    };
  }

  /**
   * Confirms the batch before and waits for the next one.
   *
   * @param atMost how long to wait; a batch that comes later is there for the next call
   * @return empty if none came within that time, or if none will come any more
   * @throws PixStreamException if the streams have ended and one of them failed
   */
  public Optional<Batch> poll(Duration atMost) throws InterruptedException {
    return fetch(atMost) ? Optional.of(advance()) : Optional.empty();
  }

  /** Confirms the last batch now: it was handled. Without one, or a second time, does nothing. */
  public void confirm() {
    current.ifPresent(handover::handled);
    current = Optional.empty();
  }

  /** What was done up to now. */
  public CollectorCounters counters() {
    return collector.counters();
  }

  /**
   * Ends. The last batch is put back unless it was confirmed, as are those that were pulled ahead,
   * and the streams are closed.
   */
  @Override
  public void close() {
    collector.close();
  }

  private boolean fetch() {
    try {
      return fetch(FOR_EVER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while it waited for a batch");
    }
  }

  private boolean fetch(Duration atMost) throws InterruptedException {
    if (ahead.isEmpty()) {
      confirm();
      ahead = handover.take(atMost);
      if (handover.isAtEnd()) {
        throwFailure();
      }
    }
    return ahead.isPresent();
  }

  private Batch advance() {
    current = ahead;
    ahead = Optional.empty();
    return current.orElseThrow().batch();
  }

  private void throwFailure() {
    for (var failure : collector.failures()) {
      switch (failure) {
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        default -> throw new IllegalStateException(failure);
      }
    }
  }
}
