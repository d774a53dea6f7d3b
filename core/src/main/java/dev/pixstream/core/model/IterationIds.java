package dev.pixstream.core.model;

import java.security.SecureRandom;

/**
 * Makes iterationIds that nobody can guess: 62 bits of a secure random source in base 36 (contract,
 * words).
 */
public final class IterationIds {
  private static final int POOL_BYTES = 2048;
  private static final char[] DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz".toCharArray();

  /** Bytes at or above this would make the first digits likelier than the others. */
  private static final int FAIR_BELOW = 252;

  private final SecureRandom random = new SecureRandom();
  private final byte[] pool = new byte[POOL_BYTES];
  private int used = POOL_BYTES;

  /** Safe for use by many threads. */
  public synchronized IterationId next() {
    var value = new char[IterationId.LENGTH];
    for (int i = 0; i < value.length; ) {
      int candidate = nextByte();
      if (candidate < FAIR_BELOW) {
        value[i++] = DIGITS[candidate % DIGITS.length];
      }
    }
    return new IterationId(new String(value));
  }

  private int nextByte() {
    if (used == POOL_BYTES) {
      random.nextBytes(pool);
      used = 0;
    }
    int value = pool[used] & 0xff;
    pool[used++] = 0;
    return value;
  }
}
