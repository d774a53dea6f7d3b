package dev.pixstream.server.tracing;

import dev.pixstream.core.model.LaneId;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The trace of one message. Its ids are hashes of the lane and the trace key, so that every node,
 * at any time, finds the same trace, and whether it is sampled, without anything being stored or
 * sent along.
 *
 * @param key what all messages about the payment have in common
 */
record MessageTrace(String key, long high, long low) {
  static Optional<MessageTrace> of(LaneId lane, String key, Sampling sampling) {
    long seed = seed(lane.value());
    var bytes = key.getBytes(StandardCharsets.US_ASCII);
    long low = hash(seed, bytes);
    return sampling.takes(low)
        ? Optional.of(new MessageTrace(key, hash(~seed, bytes), low))
        : Optional.empty();
  }

  /** That of an ISPB alone is its eight characters. */
  private static long seed(String lane) {
    long seed = 0;
    for (int i = 0; i < lane.length(); i++) {
      seed = Long.rotateLeft(seed, Byte.SIZE) ^ lane.charAt(i);
    }
    return seed;
  }

  /** The last word is filled up with zeros. */
  private static long hash(long seed, byte[] bytes) {
    int full = bytes.length / Long.BYTES * Long.BYTES;
    var words = ByteBuffer.wrap(bytes);
    long hash = mix(seed);
    for (int at = 0; at < full; at += Long.BYTES) {
      hash = mix(hash ^ words.getLong(at));
    }
    return full == bytes.length
        ? hash
        : mix(hash ^ ByteBuffer.wrap(Arrays.copyOfRange(bytes, full, full + 8)).getLong());
  }

  /** Each bit of what comes in changes about half of what comes out (SplitMix64's last step). */
  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  String traceId() {
    return TraceId.fromLongs(high, low);
  }

  /** The span of its storing, which all others have as their parent. */
  String storeSpanId() {
    return spanId(0);
  }

  /** A span of its own for each number, the same at each call. */
  String spanId(long number) {
    long id = mix(high ^ mix(low + number));
    return SpanId.fromLong(id == 0 ? 1 : id);
  }

  SpanContext storing() {
    return SpanContext.createFromRemoteParent(
        traceId(), storeSpanId(), TraceFlags.getSampled(), TraceState.getDefault());
  }

  /** Which traces are taken: the same on every node with the same ratio. */
  record Sampling(long below) {
    static Sampling of(double ratio) {
      return new Sampling(ratio >= 1 ? Long.MAX_VALUE : (long) (ratio * Long.MAX_VALUE));
    }

    boolean takes(long low) {
      return low >>> 1 <= below && below > 0;
    }
  }
}
