package dev.pixstream.benchmark.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * The endToEndIds of one run. Their last 11 characters are three that tell the run and eight that
 * number its messages, so a message that arrives is known without keeping any id.
 */
final class MessageIds {
  static final int LENGTH = 32;
  static final long FOREIGN = -1;

  private static final byte[] DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".getBytes(US_ASCII);
  private static final int NUMBER_LENGTH = 8;

  private final byte[] prefix;
  private final byte[] values = new byte[128];

  MessageIds(RandomGenerator random, Instant now) {
    var text =
        new StringBuilder("E00000000")
            .append(
                DateTimeFormatter.ofPattern("uuuuMMddHHmm", Locale.ROOT)
                    .withZone(ZoneOffset.UTC)
                    .format(now));
    while (text.length() < LENGTH - NUMBER_LENGTH) {
      text.append((char) DIGITS[random.nextInt(DIGITS.length)]);
    }
    prefix = text.toString().getBytes(US_ASCII);
    Arrays.fill(values, (byte) -1);
    for (int i = 0; i < DIGITS.length; i++) {
      values[DIGITS[i]] = (byte) i;
    }
  }

  void write(long number, byte[] to, int at) {
    System.arraycopy(prefix, 0, to, at, prefix.length);
    long left = number;
    for (int i = at + LENGTH - 1; i >= at + prefix.length; i--) {
      to[i] = DIGITS[(int) (left % DIGITS.length)];
      left /= DIGITS.length;
    }
  }

  /** The number of the message with the id that starts there, or {@link #FOREIGN}. */
  long read(byte[] from, int at, int end) {
    if (at + LENGTH > end
        || !Arrays.equals(from, at, at + prefix.length, prefix, 0, prefix.length)) {
      return FOREIGN;
    }
    long number = 0;
    for (int i = at + prefix.length; i < at + LENGTH; i++) {
      int value = from[i] < 0 ? -1 : values[from[i]];
      if (value < 0) {
        return FOREIGN;
      }
      number = number * DIGITS.length + value;
    }
    return number;
  }
}
