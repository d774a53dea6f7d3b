package dev.pixstream.server.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pixstream.core.model.Ispb;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * A new key: 256 random bits. So many can't be guessed from their hash, however fast that is made,
 * and so a plain SHA-256 is enough and costs a request a fraction of a microsecond.
 *
 * @param secret what the caller sends; it is kept nowhere
 * @param line what the server knows of it, a line of its file of keys
 */
public record ApiKey(String secret, String line) {
  /** Lets those who find a key, people and scanners, see what it is. */
  public static final String PREFIX = "pxs_";

  /** Stands in the file where an administrator has no ISPB. */
  static final String NO_ISPB = "-";

  private static final int BYTES = 32;

  /** Makes one. */
  public static ApiKey generate(Optional<Ispb> ispb, Set<Role> roles) {
    var bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    var secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    var lane = ispb.map(Ispb::value).orElse(NO_ISPB);
    return new ApiKey(secret, lane + " " + Role.words(roles) + " sha256:" + hash(secret));
  }

  public static String hash(String secret) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The secret is not told. */
  @Override
  public String toString() {
    return "ApiKey[" + line + "]";
  }
}
