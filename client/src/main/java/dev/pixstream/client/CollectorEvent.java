package dev.pixstream.client;

import java.time.Duration;
import java.util.Optional;

/**
 * What happened to one of the parallel collectors, besides batches. A {@link CollectorListener} is
 * told; more kinds may come, so a {@code switch} over them should have a {@code default}.
 */
public sealed interface CollectorEvent {

  /** Which one, from 1. */
  int collector();

  /**
   * It has a stream: its first pull was answered.
   *
   * @param collector which one, from 1
   */
  record Opened(int collector) implements CollectorEvent {}

  /**
   * A pull waited and there was nothing to deliver (204).
   *
   * @param collector which one, from 1
   */
  record Empty(int collector) implements CollectorEvent {}

  /**
   * A limit was reached (429), of rate or of streams: it asks again after the delay.
   *
   * @param collector which one, from 1
   * @param reason what the server said
   * @param delay until then
   */
  record Throttled(int collector, String reason, Duration delay) implements CollectorEvent {}

  /**
   * A response was lost, the server is not available, or a newer request took over (409): it asks
   * again, with the same request, after the delay.
   *
   * @param collector which one, from 1
   * @param reason what went wrong, without anything of a message's content
   * @param delay until then
   */
  record Retrying(int collector, String reason, Duration delay) implements CollectorEvent {}

  /**
   * The handler threw. Its batch is not confirmed: it is put back, for any collector, or if it was
   * the first of its stream, is handled here again after the delay.
   *
   * @param collector which one, from 1
   * @param failure what it threw
   * @param consecutive how often it threw since it last returned
   * @param delay until this collector goes on; 0 if it ends
   */
  record HandlerFailed(int collector, Exception failure, int consecutive, Duration delay)
      implements CollectorEvent {}

  /**
   * The stream is no more (404 or 410): the batch that was handled last may not be confirmed and
   * may be delivered again. Unless it closes, the collector starts anew.
   *
   * @param collector which one, from 1
   */
  record LeaseLost(int collector) implements CollectorEvent {}

  /**
   * The answer to the close was lost, or none came in time: the batch that was handled last is
   * confirmed, or is delivered again when its lease ends.
   *
   * @param collector which one, from 1
   */
  record CloseUnknown(int collector) implements CollectorEvent {}

  /**
   * It ended.
   *
   * @param collector which one, from 1
   * @param failure why, unless it was closed or had all the messages it wanted
   */
  record Stopped(int collector, Optional<Throwable> failure) implements CollectorEvent {}
}
