package dev.pixstream.server;

import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One request and what came back, as it was on the wire.
 *
 * @param method of the request, upper case
 * @param path of the request, without query
 * @param status of the response
 * @param headers of the response; names in any case, one value each
 * @param body of the response, empty if it had none
 */
public record Exchange(
    String method, String path, int status, Map<String, String> headers, Buffer body) {

  public Exchange {
    var anyCase = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    anyCase.putAll(headers);
    headers = anyCase;
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** The Content-Type without its parameters, lower case; empty if there is none. */
  public String mediaType() {
    return header("Content-Type").orElse("").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }
}
