package dev.pixstream.server.tracing;

import dev.pixstream.core.model.Ispb;
import dev.pixstream.core.model.Payload;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The trace of one message. Its ids are hashes of the lane and the endToEndId, so that every node,
 * at any time, finds the same trace, and whether it is sampled, without anything being stored or
 * sent along.
 *
 * @param endToEndId 32 characters
 */
record MessageTrace(String endToEndId, long high, long low) {
  private static final byte[] HEAD = "{\"endToEndId\":\"E".getBytes(StandardCharsets.US_ASCII);
  private static final int ID_AT = HEAD.length - 1;
  private static final int ID_LENGTH = 32;

  /** Of a message by its bytes: the canonical form begins with the endToEndId. */
  static Optional<MessageTrace> of(Ispb ispb, Payload payload, Sampling sampling) {
    var bytes = payload.bytes();
    boolean canonical = bytes.length > ID_AT + ID_LENGTH && bytes[ID_AT] == 'E';
    return canonical ? of(ispb, bytes, ID_AT, sampling) : Optional.empty();
  }

  static Optional<MessageTrace> of(Ispb ispb, String endToEndId, Sampling sampling) {
    var bytes = endToEndId.getBytes(StandardCharsets.US_ASCII);
    return bytes.length == ID_LENGTH ? of(ispb, bytes, 0, sampling) : Optional.empty();
  }

  private static Optional<MessageTrace> of(Ispb ispb, byte[] bytes, int at, Sampling sampling) {
    long lane = 0;
    for (int i = 0; i < ispb.value().length(); i++) {
      lane = lane << 8 | ispb.value().charAt(i);
    }
    long low = hash(lane, bytes, at);
    if (!sampling.takes(low)) {
      return Optional.empty();
    }
    var id = new String(bytes, at, ID_LENGTH, StandardCharsets.US_ASCII);
    return Optional.of(new MessageTrace(id, hash(~lane, bytes, at), low));
  }

  private static long hash(long seed, byte[] bytes, int at) {
    var words = ByteBuffer.wrap(bytes);
    long hash = mix(seed);
    for (int i = 0; i < ID_LENGTH; i += Long.BYTES) {
      hash = mix(hash ^ words.getLong(at + i));
    }
    return hash;
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
