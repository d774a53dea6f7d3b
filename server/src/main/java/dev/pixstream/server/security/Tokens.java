package dev.pixstream.server.security;

import dev.pixstream.core.Ispb;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Bearer tokens: JWT, signed with a private key of whoever issues them. Claims: {@code exp}, {@code
 * ispb} (an administrator's has none), {@code roles} (an array, or words with spaces; without it a
 * collector's).
 */
final class Tokens {
  /** How far the issuer's clock may be from ours. */
  static final int LEEWAY_SECONDS = 30;

  private static final int LENGTH_MAX = 6_000;

  private final JWTAuth jwt;
  private final InstantSource clock;
  private final TokenCache verified = new TokenCache();

  Tokens(Vertx vertx, TokenOptions options, TokenKeys keys, InstantSource clock) {
    var rules = new JWTOptions().setLeeway(LEEWAY_SECONDS);
    options.issuer().ifPresent(rules::setIssuer);
    options.audience().ifPresent(rules::addAudience);
    var settings = new JWTAuthOptions().setJWTOptions(rules);
    keys.addTo(settings);
    this.jwt = JWTAuth.create(vertx, settings);
    this.clock = clock;
  }

  Optional<Caller> find(String token) {
    if (token.length() > LENGTH_MAX) {
      return Optional.empty();
    }
    var hash = ApiKey.hash(token);
    var known = verified.find(hash, clock.instant());
    return known.isPresent() ? known : verify(token, hash);
  }

  private Optional<Caller> verify(String token, String hash) {
    if (!hasAllowedAlgorithm(token)) {
      return Optional.empty();
    }
    try {
      // It is computed on this very thread: there is nothing to wait for.
      var verifying = jwt.authenticate(new TokenCredentials(token));
      return verifying.succeeded()
          ? known(verifying.result().attributes().getJsonObject("accessToken"), hash)
          : Optional.empty();
    } catch (ClassCastException | DateTimeException e) {
      // Signed, but with claims of other types.
      return Optional.empty();
    }
  }

  private Optional<Caller> known(JsonObject claims, String hash) {
    var until = Instant.ofEpochSecond(claims.getLong("exp", 0L)).plusSeconds(LEEWAY_SECONDS);
    var caller = until.isAfter(clock.instant()) ? caller(claims) : Optional.<Caller>empty();
    caller.ifPresent(found -> verified.put(hash, found, until));
    return caller;
  }

  /** Looked at first, whatever keys there are: a library without any key believes unsigned ones. */
  private static boolean hasAllowedAlgorithm(String token) {
    var parts = token.split("\\.", -1);
    if (parts.length != 3 || Stream.of(parts).anyMatch(String::isEmpty)) {
      return false;
    }
    try {
      var header =
          new JsonObject(
              new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8));
      return TokenKeys.ALGORITHMS.contains(header.getString("alg", ""));
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static Optional<Caller> caller(JsonObject claims) {
    var lane = claims.getString("ispb");
    var ispb = Optional.ofNullable(lane).flatMap(Ispb::parse);
    var roles = roles(claims.getValue("roles"));
    boolean named = lane == null ? roles.contains(Role.ADMIN) : ispb.isPresent();
    var name = "token:" + claims.getString("sub", lane == null ? "" : lane);
    return named ? Optional.of(new Caller(name, ispb, roles)) : Optional.empty();
  }

  private static Set<Role> roles(@Nullable Object claim) {
    Stream<String> words =
        switch (claim) {
          case null -> Stream.of(Role.COLLECTOR.word());
          case JsonArray array -> array.stream().map(String::valueOf);
          default -> Stream.of(claim.toString().split(" ", -1));
        };
    var roles = EnumSet.noneOf(Role.class);
    // Words of other systems are left out: they give nothing here.
    words.forEach(word -> Role.parse(word).ifPresent(roles::add));
    return roles;
  }
}
