package dev.pixstream.server.security.tokens;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The registered claims of a token (RFC 7519, 4.1): their form, and when it counts. */
final class TokenClaims {
  private static final List<String> TIMES = List.of("exp", "nbf", "iat");
  private static final List<String> NAMES = List.of("iss", "sub", "jti");

  /** The year 9999: what lies beyond is a mistake, or an attempt at one that overflows. */
  private static final BigDecimal SECONDS_MAX = BigDecimal.valueOf(253_402_300_799L);

  private TokenClaims() {}

  static boolean areWellFormed(JsonObject claims) {
    return claims.containsKey("exp")
        && TIMES.stream()
            .allMatch(name -> !claims.containsKey(name) || time(claims, name).isPresent())
        && NAMES.stream()
            .allMatch(name -> !claims.containsKey(name) || claims.getValue(name) instanceof String)
        && (!claims.containsKey("aud") || isAudience(claims.getValue("aud")));
  }

  /** A NumericDate: seconds, perhaps with a fraction (RFC 7519, 2). */
  static Optional<Instant> time(JsonObject claims, String name) {
    if (!(claims.getValue(name) instanceof Number number)) {
      return Optional.empty();
    }
    try {
      var seconds = new BigDecimal(number.toString());
      return seconds.abs().compareTo(SECONDS_MAX) <= 0
          ? Optional.of(Instant.ofEpochSecond(seconds.longValue()))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Whether it counts now, with clocks that far apart. */
  static boolean areInForce(JsonObject claims, Instant now, long leewaySeconds) {
    return time(claims, "exp")
            .filter(end -> end.plusSeconds(leewaySeconds).isAfter(now))
            .isPresent()
        && !time(claims, "nbf").orElse(now).minusSeconds(leewaySeconds).isAfter(now)
        && !time(claims, "iat").orElse(now).minusSeconds(leewaySeconds).isAfter(now);
  }

  /** For nobody in particular: one for others must be refused (RFC 7519, 4.1.3). */
  static boolean nameNoAudience(JsonObject claims) {
    return !claims.containsKey("aud");
  }

  private static boolean isAudience(Object value) {
    return switch (value) {
      case String _ -> true;
      case JsonArray all ->
          !all.isEmpty()
              && StreamSupport.stream(all.spliterator(), false).allMatch(String.class::isInstance);
      case null, default -> false;
    };
  }
}
