package dev.pixstream.client;

import java.time.Duration;
import java.util.Optional;

/** What happened to one of the parallel collectors, besides batches. */
public sealed interface CollectorEvent {

  /** Which one, from 1. */
  int collector();

  /** It has a stream: its first pull was answered. */
  record Opened(int collector) implements CollectorEvent {}

  /** A pull waited and there was nothing to deliver (204). */
  record Empty(int collector) implements CollectorEvent {}

  /**
   * A limit was reached (429), of rate or of streams: it asks again after the delay.
   *
   * @param reason what the server said
   */
  record Throttled(int collector, String reason, Duration delay) implements CollectorEvent {}

  /**
   * A response was lost or the server is not available: it asks again, with the same request, after
   * the delay.
   */
  record Retrying(int collector, String reason, Duration delay) implements CollectorEvent {}

  /**
   * The stream is no more (404 or 410), or could not be closed: the batch that was handled last may
   * not be confirmed and may be delivered again. Unless it closes, the collector starts anew.
   */
  record LeaseLost(int collector) implements CollectorEvent {}

  /**
   * It ended.
   *
   * @param failure why, unless it was closed or had all the messages it wanted
   */
  record Stopped(int collector, Optional<Throwable> failure) implements CollectorEvent {}
}
