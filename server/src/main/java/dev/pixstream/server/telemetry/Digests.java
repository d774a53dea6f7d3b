package dev.pixstream.server.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pixstream.core.IterationId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What stands in for a secret where lines are to be told apart. */
final class Digests {
  private static final int BYTES = 4;

  private Digests() {}

  /** Eight hexadecimal digits of its SHA-256. */
  static String of(IterationId id) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(id.value().getBytes(UTF_8));
      return HexFormat.of().formatHex(hash, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
