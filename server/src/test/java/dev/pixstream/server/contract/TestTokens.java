package dev.pixstream.server.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Issues tokens, also such as nobody should believe. */
final class TestTokens {
  private final KeyPair keys;

  TestTokens() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      this.keys = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  String publicPem() {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(keys.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  /** Its public key with a name, for a JWK set. */
  JsonObject jwk(String kid) {
    var point = ((ECPublicKey) keys.getPublic()).getW();
    return new JsonObject()
        .put("kty", "EC")
        .put("crv", "P-256")
        .put("kid", kid)
        .put("x", coordinate(point.getAffineX()))
        .put("y", coordinate(point.getAffineY()));
  }

  private static String coordinate(BigInteger value) {
    var bytes = value.toByteArray();
    var fixed = new byte[32];
    int length = Math.min(32, bytes.length);
    System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
    return base64(fixed);
  }

  /** Naming its key. */
  String named(String kid, JsonObject claims) {
    return signedWith(new JsonObject().put("alg", "ES256").put("kid", kid), claims);
  }

  /** Valid for an hour. */
  static JsonObject claims(String ispb, String roles) {
    return new JsonObject()
        .put("sub", "system of " + ispb)
        .put("ispb", ispb)
        .put("roles", roles)
        .put("iss", "https://issuer.test")
        .put("aud", "pixstream")
        .put("exp", Instant.now().plusSeconds(3600).getEpochSecond());
  }

  String signed(JsonObject claims) {
    return signed("ES256", claims);
  }

  /** Signed as of ES256, whatever the header says. */
  String signed(String algorithm, JsonObject claims) {
    return signedWith(new JsonObject().put("alg", algorithm).put("typ", "JWT"), claims);
  }

  private String signedWith(JsonObject header, JsonObject claims) {
    var input = input(header, claims);
    try {
      var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(keys.getPrivate());
      signature.update(input.getBytes(UTF_8));
      return input + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Signed with HS256, where the shared key is what everybody knows: the public key. */
  String signedWithPublicKey(JsonObject claims) {
    var input = input("HS256", claims);
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(publicPem().getBytes(UTF_8), "HmacSHA256"));
      return input + "." + base64(mac.doFinal(input.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Not signed at all. */
  static String unsigned(JsonObject claims) {
    return input("none", claims) + ".";
  }

  private static String input(String algorithm, JsonObject claims) {
    return input(new JsonObject().put("alg", algorithm).put("typ", "JWT"), claims);
  }

  private static String input(JsonObject header, JsonObject claims) {
    return base64(header.encode().getBytes(UTF_8)) + "." + base64(claims.encode().getBytes(UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
