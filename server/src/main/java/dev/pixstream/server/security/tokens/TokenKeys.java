package dev.pixstream.server.security.tokens;

import dev.pixstream.server.security.InvalidSecurityException;
import dev.pixstream.server.security.SecurityFiles;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The public keys of whoever issues tokens. Only public keys: one that is shared, such as of HS256,
 * would let every server that checks tokens also issue them.
 *
 * @param pem keys in PEM, each with its algorithm
 * @param jwks keys of a JWK set
 */
public record TokenKeys(List<PubSecKeyOptions> pem, List<JsonObject> jwks) {
  /** What a token may be signed with; there is no "none" and nothing with a shared key in it. */
  static final Set<String> ALGORITHMS =
      Set.of(
          "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

  private static final Pattern PUBLIC_KEY =
      Pattern.compile("-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----");

  public static boolean isAddress(String where) {
    return where.contains("://");
  }

  /** Those of a file. */
  public static TokenKeys read(Path file) {
    return of(file.toString(), SecurityFiles.text(file));
  }

  /** Those of an issuer; it takes that long at most. */
  public static TokenKeys fetch(String where, Duration within) {
    return of(where, KeyFetch.text(where, within));
  }

  private static TokenKeys of(String where, String text) {
    var keys = text.strip().startsWith("{") ? ofJwks(where, text) : ofPem(where, text);
    if (keys.pem.isEmpty() && keys.jwks.isEmpty()) {
      throw new InvalidSecurityException(
          where, "has no public key of RSA (2048 bits or more), EC or Ed25519 for signatures");
    }
    return keys;
  }

  /** Whether a key has this name. */
  boolean has(String kid) {
    return jwks.stream().anyMatch(key -> kid.equals(key.getString("kid")));
  }

  void addTo(JWTAuthOptions options) {
    pem.forEach(options::addPubSecKey);
    jwks.forEach(options::addJwk);
  }

  private static TokenKeys ofPem(String where, String text) {
    var keys = new ArrayList<PubSecKeyOptions>();
    var blocks = PUBLIC_KEY.matcher(text);
    while (blocks.find()) {
      keys.add(
          new PubSecKeyOptions()
              .setAlgorithm(Pem.tokenAlgorithm(where, blocks.group()))
              .setBuffer(blocks.group()));
    }
    return new TokenKeys(keys, List.of());
  }

  private static TokenKeys ofJwks(String where, String text) {
    var usable = new ArrayList<JsonObject>();
    var names = new HashSet<String>();
    try {
      for (var entry : new JsonObject(text).getJsonArray("keys")) {
        if (entry instanceof JsonObject key && Jwk.isUsable(key)) {
          usable.add(key);
          if (key.containsKey("kid") && !names.add(Jwk.algorithm(key) + key.getString("kid"))) {
            throw new InvalidSecurityException(
                where, "has two keys with the kid '" + key.getString("kid") + "'");
          }
        }
      }
    } catch (DecodeException | ClassCastException | NullPointerException e) {
      throw new InvalidSecurityException(where, "is no JWK set");
    }
    return new TokenKeys(List.of(), usable);
  }
}
