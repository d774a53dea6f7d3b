package dev.pixstream.redis.link;

import java.nio.charset.StandardCharsets;

/** Which of a cluster's 16,384 slots a key is in: CRC16 (XMODEM) of its hash tag. */
public final class Slots {
  static final int COUNT = 16_384;
  private static final int POLYNOMIAL = 0x1021;

  private Slots() {}

  public static int of(String key) {
    int open = key.indexOf('{');
    int close = open < 0 ? -1 : key.indexOf('}', open + 1);
    var tag = close > open + 1 ? key.substring(open + 1, close) : key;
    int crc = 0;
    for (byte value : tag.getBytes(StandardCharsets.UTF_8)) {
      crc ^= (value & 0xff) << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) != 0 ? (crc << 1) ^ POLYNOMIAL : crc << 1;
      }
    }
    return (crc & 0xffff) % COUNT;
  }
}
