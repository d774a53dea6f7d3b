package dev.pixstream.client;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** What responses have in common. */
final class Responses {

  private static final Pattern DETAIL = Pattern.compile("\"detail\"\\s*:\\s*\"([^\"\\\\]*)\"");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  private Responses() {}

  /** The problem's detail (RFC 9457), else the status. */
  static String reason(HttpResponse<String> response) {
    var detail = DETAIL.matcher(response.body());
    return "status " + response.statusCode() + (detail.find() ? ": " + detail.group(1) : "");
  }

  /** In words, for exceptions that have none of their own. */
  static String reason(IOException failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof java.nio.channels.UnresolvedAddressException) {
        return "unknown host";
      }
      if (at.getMessage() != null) {
        return at.getMessage();
      }
    }
    return failure instanceof java.net.ConnectException
        ? "connection refused"
        : failure.getClass().getSimpleName();
  }

  /** Seconds or a date (RFC 9110, 10.2.3), which is compared with the server's own clock. */
  static Optional<Duration> retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .flatMap(
            value ->
                SECONDS.matcher(value).matches()
                    ? Optional.of(Duration.ofSeconds(Long.parseLong(value)))
                    : date(value).map(when -> Duration.between(now(response), when)))
        .map(left -> left.isNegative() ? Duration.ZERO : left);
  }

  private static Instant now(HttpResponse<?> response) {
    return response.headers().firstValue("Date").flatMap(Responses::date).orElseGet(Instant::now);
  }

  private static Optional<Instant> date(String value) {
    try {
      var parsed = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
      return Optional.of(parsed.toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
