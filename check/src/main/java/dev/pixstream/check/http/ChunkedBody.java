package dev.pixstream.check.http;

import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A body that comes in chunks, put together. */
final class ChunkedBody {
  private static final int LINE_MAX = 16 * 1024;

  private record Chunk(int from, int length) {}

  private ChunkedBody() {}

  /**
   * The body that starts there.
   *
   * @return empty if it is not whole yet
   * @throws ProtocolException if these are no chunks
   */
  static Optional<byte[]> read(byte[] bytes, int from, int to) throws ProtocolException {
    var chunks = new ArrayList<Chunk>();
    int size = 0;
    int at = from;
    while (true) {
      int next = nextLine(bytes, at, to);
      if (next > to) {
        return Optional.empty();
      }
      var line = Bytes.text(bytes, at, Bytes.lineEnd(bytes, at, next));
      int length = Bytes.number(line.split(";", 2)[0].strip(), 16, ResponseHead.BODY_MAX - size);
      if (length == 0) {
        return trailersEnd(bytes, next, to)
            ? Optional.of(join(bytes, chunks, size))
            : Optional.empty();
      }
      chunks.add(new Chunk(next, length));
      size += length;
      at = nextLine(bytes, next + length, to);
      if (at > to) {
        return Optional.empty();
      }
      if (Bytes.lineEnd(bytes, next + length, at) != next + length) {
        throw new ProtocolException("a chunk is longer than it says");
      }
    }
  }

  private static int nextLine(byte[] bytes, int from, int to) throws ProtocolException {
    int next = Bytes.nextLine(bytes, from, to);
    if (next - from > LINE_MAX) {
      throw new ProtocolException("the body is not in chunks");
    }
    return next;
  }

  private static boolean trailersEnd(byte[] bytes, int from, int to) throws ProtocolException {
    int at = from;
    while (true) {
      int next = nextLine(bytes, at, to);
      if (next > to) {
        return false;
      }
      int lineEnd = Bytes.lineEnd(bytes, at, next);
      if (lineEnd == at) {
        return true;
      }
      var _ = Bytes.colon(bytes, at, lineEnd);
      at = next;
    }
  }

  private static byte[] join(byte[] bytes, List<Chunk> chunks, int size) {
    var body = new byte[size];
    int at = 0;
    for (var chunk : chunks) {
      System.arraycopy(bytes, chunk.from(), body, at, chunk.length());
      at += chunk.length();
    }
    return body;
  }
}
