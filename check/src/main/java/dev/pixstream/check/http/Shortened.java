package dev.pixstream.check.http;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Bodies as evidence shows them: on one line, and not without end. */
public final class Shortened {
  private static final int LENGTH_MAX = 200;

  private Shortened() {}

  public static String of(byte[] body) {
    int bytes = Math.min(body.length, LENGTH_MAX * 4);
    var text = of(new String(body, 0, bytes, UTF_8));
    return body.length > bytes || text.endsWith("…") ? text + " (" + body.length + " bytes)" : text;
  }

  public static String of(String text) {
    var line = text.replaceAll("[\\p{Cntrl}]+", " ");
    return line.length() <= LENGTH_MAX ? line : line.substring(0, LENGTH_MAX) + "…";
  }
}
