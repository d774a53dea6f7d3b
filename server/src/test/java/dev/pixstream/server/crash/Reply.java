package dev.pixstream.server.crash;

import java.util.Map;
import java.util.Optional;

/**
 * A response, read to its end.
 *
 * @param headers by name in lower case
 */
record Reply(int status, Map<String, String> headers, String body) {
  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** The path that confirms this response. */
  String pullNext() {
    return header("pull-next").orElseThrow(() -> new AssertionError("no Pull-Next: " + this));
  }

  /** A proxy's own: no node has an answer like it, so what became of the request is not known. */
  boolean isOfProxy() {
    return status >= 502
        && status <= 504
        && !header("content-type").orElse("").startsWith("application/problem+json");
  }

  int redelivered() {
    return Integer.parseInt(header("redelivered").orElse("0"));
  }
}
