package dev.pixstream.server.contract;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** As much of the wire form of protocol buffers as OTLP needs: the fields of one message. */
record Protobuf(List<Field> fields) {
  /**
   * A field.
   *
   * @param bytes of a string, bytes or message; a number in eight bytes
   */
  record Field(int number, Buffer bytes) {}

  static Protobuf read(byte[] bytes) {
    var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    List<Field> fields = new ArrayList<>();
    while (in.hasRemaining()) {
      int tag = (int) varint(in);
      var value =
          switch (tag & 7) {
            case 0 -> eight(varint(in));
            case 1 -> eight(in.getLong());
            case 2 -> take(in, (int) varint(in));
            case 5 -> eight(in.getInt());
            default -> throw new AssertionError("wire type " + (tag & 7));
          };
      fields.add(new Field(tag >>> 3, Buffer.buffer(value)));
    }
    return new Protobuf(fields);
  }

  List<Protobuf> messages(int number) {
    return all(number).stream().map(Protobuf::read).toList();
  }

  String text(int number) {
    return all(number).stream()
        .findFirst()
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .orElse("");
  }

  String hex(int number) {
    var joined = new ByteArrayOutputStream();
    all(number).forEach(joined::writeBytes);
    return HexFormat.of().formatHex(joined.toByteArray());
  }

  long number(int number) {
    return all(number).stream().findFirst().map(b -> ByteBuffer.wrap(b).getLong()).orElse(0L);
  }

  private List<byte[]> all(int number) {
    return fields.stream()
        .filter(f -> f.number() == number)
        .map(f -> f.bytes().getBytes())
        .toList();
  }

  private static byte[] eight(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  private static byte[] take(ByteBuffer in, int length) {
    var bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
