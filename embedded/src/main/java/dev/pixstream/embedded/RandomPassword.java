package dev.pixstream.embedded;

import java.security.SecureRandom;
import java.util.Base64;

/** Passwords that nobody has to type. */
final class RandomPassword {
  private static final int BYTES = 24;

  private RandomPassword() {}

  /** Letters, digits, - and _. */
  static String next() {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }
}
