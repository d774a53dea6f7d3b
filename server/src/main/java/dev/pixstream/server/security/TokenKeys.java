package dev.pixstream.server.security;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The public keys of whoever issues tokens. Only public keys: one that is shared, such as of HS256,
 * would let every server that checks tokens also issue them.
 *
 * @param pem keys in PEM, each with its algorithm
 * @param jwks keys of a JWK set
 */
record TokenKeys(List<PubSecKeyOptions> pem, List<JsonObject> jwks) {
  /** What a token may be signed with; there is no "none" and nothing with a shared key in it. */
  static final Set<String> ALGORITHMS =
      Set.of(
          "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
  private static final int BYTES_MAX = 1024 * 1024;
  private static final Pattern PUBLIC_KEY =
      Pattern.compile("-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----");
  private static final Map<String, String> OF_CURVE =
      Map.of("P-256", "ES256", "P-384", "ES384", "P-521", "ES512");

  static boolean isAddress(String where) {
    return where.contains("://");
  }

  static TokenKeys read(String where) {
    var text = isAddress(where) ? fetch(where) : SecurityFiles.text(Path.of(where));
    var keys = text.strip().startsWith("{") ? ofJwks(where, text) : ofPem(where, text);
    if (keys.pem.isEmpty() && keys.jwks.isEmpty()) {
      throw new InvalidSecurityException(
          where, "has no public key of RSA, EC or Ed25519 for signatures");
    }
    return keys;
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
    try {
      for (var entry : new JsonObject(text).getJsonArray("keys")) {
        if (entry instanceof JsonObject key && isUsable(key)) {
          usable.add(key);
        }
      }
    } catch (DecodeException | ClassCastException | NullPointerException e) {
      throw new InvalidSecurityException(where, "is no JWK set");
    }
    return new TokenKeys(List.of(), usable);
  }

  /** Keys for other ends may be in the same set; they are left out. */
  private static boolean isUsable(JsonObject key) {
    var algorithm =
        switch (key.getString("kty", "")) {
          case "RSA" -> key.getString("alg", "RS256");
          case "EC" -> OF_CURVE.getOrDefault(key.getString("crv", ""), "");
          case "OKP" -> "EdDSA";
          default -> "";
        };
    return ALGORITHMS.contains(algorithm)
        && key.getString("use", "sig").equals("sig")
        && !key.containsKey("d");
  }

  private static String fetch(String where) {
    var address = URI.create(where);
    boolean safe =
        "https".equals(address.getScheme())
            || ("http".equals(address.getScheme())
                && SecurityOptions.isLoopback(String.valueOf(address.getHost())));
    if (!safe) {
      throw new InvalidSecurityException(where, "keys are fetched over https only");
    }
    try (var http = HttpClient.newBuilder().connectTimeout(ANSWER_WITHIN).build()) {
      var request = HttpRequest.newBuilder(address).timeout(ANSWER_WITHIN).build();
      var response = http.send(request, BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() != 200) {
          throw new InvalidSecurityException(where, "answered " + response.statusCode());
        }
        return new String(body.readNBytes(BYTES_MAX), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new InvalidSecurityException(where, "can't be fetched: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InvalidSecurityException(where, "can't be fetched: interrupted");
    }
  }
}
