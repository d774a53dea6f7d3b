package dev.pixstream.check.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pixstream.check.http.Header;
import dev.pixstream.check.http.ResponseView;
import dev.pixstream.check.http.ServerAddress;
import dev.pixstream.check.http.Shortened;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One response.
 *
 * @param took from the moment that the request was sent
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Response(int status, List<Header> headers, byte[] body, Duration took) {

  /** What was read, and how long after its request. */
  static Response of(ResponseView read, Duration took) {
    return new Response(read.status(), read.headers(), read.body(), took);
  }

  public Optional<String> header(String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .findFirst();
  }

  public Optional<String> pullNext() {
    return header("Pull-Next");
  }

  /** The same with Pull-Next as the server behind a proxy's prefix serves it. */
  Response served(ServerAddress address) {
    var all =
        headers.stream()
            .map(
                header ->
                    header.name().equalsIgnoreCase("Pull-Next")
                        ? new Header(header.name(), address.served(header.value()))
                        : header)
            .toList();
    return new Response(status, all, body, took);
  }

  /** The media type, without parameters and in lower case. */
  public String mediaType() {
    return header("Content-Type").orElse("").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  public String text() {
    return new String(body, UTF_8);
  }

  /** What evidence shows of it. */
  @Override
  public String toString() {
    var text = new StringBuilder().append(status);
    for (var name : List.of("Content-Type", "Pull-Next", "Redelivered", "Retry-After", "Allow")) {
      header(name).ifPresent(value -> text.append(" | ").append(name + ": " + value));
    }
    if (body.length > 0) {
      text.append(" | ").append(Shortened.of(body));
    }
    return text.append(" (after ").append(took.toMillis()).append(" ms)").toString();
  }
}
