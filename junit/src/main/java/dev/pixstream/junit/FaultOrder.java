package dev.pixstream.junit;

import dev.pixstream.server.faults.Target;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;

/**
 * A fault to be ordered: what it does, and to which requests. It happens to every pull, unless it
 * is told otherwise. Immutable; docs/faults.md says more of each.
 */
public final class FaultOrder {
  private final JsonObject json;

  private FaultOrder(JsonObject json) {
    this.json = json;
  }

  /** The request is served so much later. */
  public static FaultOrder delay(Duration time) {
    return delay(time, time);
  }

  /** The request is served later, by a random time between these, 1 ms to 60 s. */
  public static FaultOrder delay(Duration min, Duration max) {
    return of("delay").with("delayMs", min.toMillis()).with("delayMaxMs", max.toMillis());
  }

  /** The request is answered with 429 and this Retry-After, 1 to 300 s, and not served. */
  public static FaultOrder throttled(Duration retryAfter) {
    return of("throttled").with("retryAfter", retryAfter.toSeconds());
  }

  /** The request is answered with 503 and this Retry-After, 1 to 300 s, and not served. */
  public static FaultOrder unavailable(Duration retryAfter) {
    return of("unavailable").with("retryAfter", retryAfter.toSeconds());
  }

  /** The request is served, and the connection is closed instead of the response. */
  public static FaultOrder lostResponse() {
    return of("lost-response");
  }

  /** The request is served, and answered with 502 and a page, as by a proxy in between. */
  public static FaultOrder badGateway() {
    return of("bad-gateway");
  }

  /** The request is served, and the connection is closed in the middle of the response's body. */
  public static FaultOrder cutBody() {
    return of("cut-body");
  }

  /**
   * The confirmation of a batch is lost with its stream (404), and the batch is delivered again,
   * with {@code Redelivered}.
   */
  public static FaultOrder duplicate() {
    return of("duplicate");
  }

  /** A batch is sent, and its lease ends so long after that. */
  public static FaultOrder endedLease(Duration after) {
    return of("ended-lease").with("afterMs", after.toMillis());
  }

  /** To these requests, not to pulls alone. */
  public FaultOrder on(Target... targets) {
    return with("on", new JsonArray(Arrays.stream(targets).map(Target::text).toList()));
  }

  /** Only to the stream of the n-th start that comes from now on. */
  public FaultOrder stream(int number) {
    return with("stream", number);
  }

  /** Only to the n-th of these requests, from 1. */
  public FaultOrder nth(int number) {
    return with("nth", number);
  }

  /** Only to each whose number is a multiple of this. */
  public FaultOrder every(int number) {
    return with("every", number);
  }

  /** To each with this probability, above 0 and up to 1. */
  public FaultOrder probability(double value) {
    return with("probability", value);
  }

  /** So often at most. */
  public FaultOrder times(int max) {
    return with("times", max);
  }

  JsonObject json() {
    return json.copy();
  }

  private static FaultOrder of(String fault) {
    return new FaultOrder(new JsonObject().put("fault", fault));
  }

  private FaultOrder with(String name, Object value) {
    return new FaultOrder(json.copy().put(name, value));
  }

  @Override
  public String toString() {
    return json.encode();
  }
}
