package dev.pixstream.server.security.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A token in compact form (RFC 7515, 7.1), read by the letter before any key is looked at: what a
 * recipient must refuse, and what one token could be written as twice, is no token.
 *
 * <p>Keys that a token brings or points to (jwk, jku, x5c, x5u) are never used.
 *
 * @param algorithm of its signature, one of {@link TokenKeys#ALGORITHMS}
 * @param keyId its kid, if it has one
 * @param claims its claims; only their form is known to be right
 */
record TokenForm(String algorithm, Optional<String> keyId, JsonObject claims) {
  private static final JsonFactory STRICT =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** Those of other ends, such as logout+jwt, are no proof of who calls (RFC 8725, 3.11). */
  private static final Set<String> TYPES = Set.of("jwt", "at+jwt");

  /** Bytes of a signature: the two numbers of ECDSA, each as long as its curve (RFC 7518, 3.4). */
  private static final Map<String, Integer> LENGTHS =
      Map.of("ES256", 64, "ES384", 96, "ES512", 132);

  /** Empty if it is no token. */
  static Optional<TokenForm> read(String token) {
    var parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    var header = bytes(parts[0]).flatMap(TokenForm::object);
    var claims = bytes(parts[1]).flatMap(TokenForm::object);
    var signature = bytes(parts[2]);
    if (header.isEmpty() || claims.isEmpty() || signature.isEmpty()) {
      return Optional.empty();
    }
    return of(header.get(), claims.get(), signature.get());
  }

  private static Optional<TokenForm> of(JsonObject header, JsonObject claims, byte[] signature) {
    boolean understood =
        header.getValue("alg") instanceof String algorithm
            && TokenKeys.ALGORITHMS.contains(algorithm)
            && isWhole(algorithm, signature)
            // No extension is understood here, whichever it is (RFC 7515, 4.1.11; RFC 7797).
            && !header.containsKey("crit")
            && !Boolean.FALSE.equals(header.getValue("b64", true))
            && (!header.containsKey("typ") || isType(header.getValue("typ")))
            && (!header.containsKey("kid") || header.getValue("kid") instanceof String)
            && TokenClaims.areWellFormed(claims);
    return understood
        ? Optional.of(
            new TokenForm(
                header.getString("alg"), Optional.ofNullable(header.getString("kid")), claims))
        : Optional.empty();
  }

  private static boolean isType(Object value) {
    return value instanceof String text
        && TYPES.contains(text.toLowerCase(Locale.ROOT).replaceFirst("^application/", ""));
  }

  private static boolean isWhole(String algorithm, byte[] signature) {
    int length = LENGTHS.getOrDefault(algorithm, signature.length);
    if (signature.length != length) {
      return false;
    }
    boolean pair = LENGTHS.containsKey(algorithm);
    return !pair || (hasBits(signature, 0, length / 2) && hasBits(signature, length / 2, length));
  }

  private static boolean hasBits(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return true;
      }
    }
    return false;
  }

  /** Without padding, line feeds, or bits that say nothing: there is one way to write it. */
  private static Optional<byte[]> bytes(String part) {
    try {
      var bytes = Base64.getUrlDecoder().decode(part);
      var written = Base64.getUrlEncoder().withoutPadding().encode(bytes);
      boolean same = Arrays.equals(written, part.getBytes(UTF_8));
      return same && bytes.length > 0 ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** One JSON object in UTF-8, no member twice at any depth, and nothing after it. */
  private static Optional<JsonObject> object(byte[] bytes) {
    try {
      var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      try (var json = STRICT.createParser(text)) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
          return Optional.empty();
        }
        int depth = 1;
        for (var next = json.nextToken(); next != null; next = json.nextToken()) {
          depth += next.isStructStart() ? 1 : next.isStructEnd() ? -1 : 0;
          if (depth == 0) {
            return json.nextToken() == null ? Optional.of(new JsonObject(text)) : Optional.empty();
          }
        }
      }
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
