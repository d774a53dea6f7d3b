package dev.pixstream.core.model;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The opaque id in {@code Pull-Next}: it names the batch that a collector has and the stream it
 * reads (contract, words).
 *
 * @param value 12 characters of {@code [0-9a-z]}
 */
public record IterationId(String value) {
  static final int LENGTH = 12;
  private static final int DIGEST_BYTES = 4;

  /**
   * An id with this value.
   *
   * @throws IllegalArgumentException if the value has not the form of an iterationId
   */
  public IterationId {
    if (!isWellFormed(value)) {
      throw new IllegalArgumentException("an iterationId is 12 characters of [0-9a-z]");
    }
  }

  /**
   * The id with this value, or nothing if it has not the form of one, so that none like it was ever
   * given out.
   */
  public static Optional<IterationId> parse(String value) {
    return isWellFormed(value) ? Optional.of(new IterationId(value)) : Optional.empty();
  }

  /**
   * What stands in for it where people look (logs, console): the id itself is as good as a token.
   *
   * @return the first eight hexadecimal digits of its SHA-256
   */
  public String digest() {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(value.getBytes(US_ASCII));
      return HexFormat.of().formatHex(hash, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isWellFormed(String value) {
    if (value.length() != LENGTH) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      char c = value.charAt(i);
      if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'))) {
        return false;
      }
    }
    return true;
  }
}
