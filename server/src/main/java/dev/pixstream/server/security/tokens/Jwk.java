package dev.pixstream.server.security.tokens;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/** A key of a JWK set (RFC 7517), which may also have keys for other ends. */
final class Jwk {
  private static final Map<String, String> OF_CURVE =
      Map.of("P-256", "ES256", "P-384", "ES384", "P-521", "ES512", "Ed25519", "EdDSA");

  /** RFC 7518, 3.3. */
  static final int RSA_BITS_MIN = 2_048;

  private Jwk() {}

  /** What its signatures are of; empty if it is for none that are believed. */
  static String algorithm(JsonObject key) {
    var curve = OF_CURVE.getOrDefault(key.getString("crv", ""), "");
    var fitting =
        switch (key.getString("kty", "")) {
          case "RSA" -> Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");
          case "EC" -> Set.of(curve.startsWith("ES") ? curve : "");
          case "OKP" -> Set.of(curve.equals("EdDSA") ? curve : "");
          default -> Set.of("");
        };
    var standard = fitting.size() > 1 ? "RS256" : fitting.iterator().next();
    var algorithm = key.getString("alg", standard);
    return fitting.contains(algorithm) ? algorithm : "";
  }

  /** Whether it is public, strong enough, and for checking signatures. */
  static boolean isUsable(JsonObject key) {
    return !algorithm(key).isEmpty()
        && key.getString("use", "sig").equals("sig")
        && verifies(key.getValue("key_ops"))
        && !key.containsKey("d")
        && (!key.getString("kty").equals("RSA") || bits(key) >= RSA_BITS_MIN);
  }

  private static boolean verifies(Object operations) {
    return operations == null || (operations instanceof JsonArray all && all.contains("verify"));
  }

  private static int bits(JsonObject key) {
    try {
      return new BigInteger(1, Base64.getUrlDecoder().decode(key.getString("n", ""))).bitLength();
    } catch (IllegalArgumentException e) {
      return 0;
    }
  }
}
