package dev.pixstream.server.security.tokens;

import dev.pixstream.core.model.Ispb;
import dev.pixstream.server.security.ApiKey;
import dev.pixstream.server.security.Caller;
import dev.pixstream.server.security.InvalidSecurityException;
import dev.pixstream.server.security.Role;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Bearer tokens: JWT, signed with a private key of whoever issues them. Claims: {@code exp}, {@code
 * ispb} (an administrator's has none, nor one for metrics alone), {@code roles} (an array, or words
 * with spaces; without it a collector's).
 */
public final class Tokens {
  /** How far the issuer's clock may be from ours. */
  static final int LEEWAY_SECONDS = 30;

  private static final int LENGTH_MAX = 6_000;

  private final JWTAuth jwt;
  private final boolean hasAudience;
  private final TokenKeys keys;
  private final InstantSource clock;
  private final TokenCache verified = new TokenCache();

  /**
   * Makes it of keys.
   *
   * @throws InvalidSecurityException if one of them can't be used
   */
  public Tokens(Vertx vertx, TokenOptions options, TokenKeys keys, InstantSource clock) {
    this.keys = keys;
    var rules = new JWTOptions().setLeeway(LEEWAY_SECONDS);
    options.issuer().ifPresent(rules::setIssuer);
    options.audience().ifPresent(rules::addAudience);
    this.hasAudience = options.audience().isPresent();
    var settings = new JWTAuthOptions().setJWTOptions(rules);
    keys.addTo(settings);
    try {
      this.jwt = JWTAuth.create(vertx, settings);
    } catch (RuntimeException e) {
      throw new InvalidSecurityException(options.keys(), "has a key that can't be used");
    }
    this.clock = clock;
  }

  public Optional<Caller> find(String token) {
    if (token.length() > LENGTH_MAX) {
      return Optional.empty();
    }
    var hash = ApiKey.hash(token);
    var known = verified.find(hash, clock.instant());
    return known.isPresent() ? known : verify(token, hash);
  }

  /** Whether it may be signed with a key that was not known when these were read. */
  public boolean mayBeOfNewKey(String token) {
    var form = token.length() > LENGTH_MAX ? Optional.<TokenForm>empty() : TokenForm.read(token);
    return form.isPresent()
        && TokenClaims.areInForce(form.get().claims(), clock.instant(), LEEWAY_SECONDS)
        && !form.get().keyId().map(keys::has).orElse(false);
  }

  private Optional<Caller> verify(String token, String hash) {
    var form = TokenForm.read(token);
    if (form.isEmpty()
        || !(hasAudience || TokenClaims.nameNoAudience(form.get().claims()))
        || !TokenClaims.areInForce(form.get().claims(), clock.instant(), LEEWAY_SECONDS)) {
      return Optional.empty();
    }
    try {
      // It is computed on this very thread: there is nothing to wait for.
      var verifying = jwt.authenticate(new TokenCredentials(token));
      return verifying.succeeded() ? known(form.get().claims(), hash) : Optional.empty();
    } catch (ClassCastException | DateTimeException e) {
      // Signed, but with claims of other types.
      return Optional.empty();
    }
  }

  private Optional<Caller> known(JsonObject claims, String hash) {
    var until = TokenClaims.time(claims, "exp").orElseThrow().plusSeconds(LEEWAY_SECONDS);
    var caller = caller(claims);
    caller.ifPresent(found -> verified.put(hash, found, until));
    return caller;
  }

  private static Optional<Caller> caller(JsonObject claims) {
    var lane = claims.getString("ispb");
    var ispb = Optional.ofNullable(lane).flatMap(Ispb::parse);
    var roles = roles(claims.getValue("roles"));
    boolean named = lane == null ? Role.needNoIspb(roles) : ispb.isPresent();
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
