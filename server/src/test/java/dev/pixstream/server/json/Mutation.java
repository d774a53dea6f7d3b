package dev.pixstream.server.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** One random damage to a body: bytes changed, cut, doubled, or replaced by awkward JSON. */
record Mutation(Random random) {

  private static final List<String> AWKWARD =
      List.of(
          "null",
          "true",
          "{}",
          "[]",
          "{",
          "[",
          "]",
          "}",
          "\"",
          ",",
          ":",
          "\\",
          "\\u0000",
          "\\uD800",
          "\\uDE0A\\uD83D",
          "1e1000000000",
          "-1e-1000000000",
          "1e99999999999",
          "0.1",
          "-",
          " ",
          "\n",
          "\u0000",
          "\uFEFF",
          "😊",
          "é",
          "\"valor\":1,",
          "\"x\":{\"x\":[");

  byte[] apply(byte[] body) {
    int from = random.nextInt(body.length + 1);
    int to = Math.min(body.length, from + random.nextInt(12));
    return switch (random.nextInt(6)) {
      case 0 -> replace(body, from, to, randomBytes(to - from));
      case 1 -> replace(body, from, to, new byte[0]);
      case 2 -> replace(body, from, from, Arrays.copyOfRange(body, from, to));
      case 3 -> replace(body, from, from, anySlice(body));
      case 4 -> replace(body, from, Math.min(body.length, from + 1), digitOrLetter());
      default -> replace(body, from, random.nextBoolean() ? from : to, awkward());
    };
  }

  private byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] anySlice(byte[] body) {
    int from = random.nextInt(body.length + 1);
    return Arrays.copyOfRange(body, from, Math.min(body.length, from + random.nextInt(400)));
  }

  /** Often leaves a valid body with another value. */
  private byte[] digitOrLetter() {
    String alphabet = "0123456789AZaz";
    return new byte[] {(byte) alphabet.charAt(random.nextInt(alphabet.length()))};
  }

  private byte[] awkward() {
    return AWKWARD.get(random.nextInt(AWKWARD.size())).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] replace(byte[] body, int from, int to, byte[] with) {
    byte[] result = new byte[from + with.length + body.length - to];
    System.arraycopy(body, 0, result, 0, from);
    System.arraycopy(with, 0, result, from, with.length);
    System.arraycopy(body, to, result, from + with.length, body.length - to);
    return result;
  }
}
