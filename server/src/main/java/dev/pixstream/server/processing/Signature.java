package dev.pixstream.server.processing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Proves to the receiver of a webhook who sent it and when: {@code t=<seconds since
 * 1970>,v1=<hex>}, the HMAC-SHA-256 of the time as decimal digits, a full stop, and the body.
 */
record Signature(SecretKey secret) {
  static final String HEADER = "X-PixStream-Signature";
  static final String ALGORITHM = "HmacSHA256";

  String of(Instant time, byte[] body) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      var seconds = Long.toString(time.getEpochSecond());
      mac.update((seconds + ".").getBytes(US_ASCII));
      return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has " + ALGORITHM, e);
    }
  }
}
