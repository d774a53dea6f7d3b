package dev.pixstream.core.pix;

import java.util.List;
import java.util.random.RandomGenerator;

/** Random choices, all from one source, so that one seed gives the same messages again. */
record Pick(RandomGenerator random) {

  static final String DIGITS = "0123456789";
  static final String UPPER = DIGITS + "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  static final String ALPHANUMERIC = UPPER + "abcdefghijklmnopqrstuvwxyz";

  <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  boolean percent(int chance) {
    return random.nextInt(100) < chance;
  }

  int between(int min, int max) {
    return random.nextInt(min, max + 1);
  }

  String characters(String alphabet, int length) {
    var text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
