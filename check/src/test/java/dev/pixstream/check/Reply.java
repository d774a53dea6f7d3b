package dev.pixstream.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** A response of the reference server. */
record Reply(int status, Map<String, String> headers, String body) {
  private static final String CACHE = "Cache-Control";

  static Reply of(int status, String contentType, String body) {
    return new Reply(status, Map.of("Content-Type", contentType), body);
  }

  static Reply json(int status, String body) {
    return of(status, "application/json", body);
  }

  static Reply problem(int status) {
    return of(
        status,
        "application/problem+json",
        "{\"type\":\"about:blank\",\"title\":\"No\",\"status\":%d,\"detail\":\"No.\"}"
            .formatted(status));
  }

  Reply with(String name, String value) {
    var all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return new Reply(status, all, body);
  }

  Reply cacheable() {
    return with(CACHE, "max-age=60");
  }

  byte[] bytes() {
    var content = body.getBytes(UTF_8);
    var head = new StringBuilder("HTTP/1.1 " + status + " Reference\r\nConnection: close\r\n");
    if (!headers.containsKey(CACHE)) {
      head.append(CACHE).append(": no-store\r\n");
    }
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    if (status != 204) {
      head.append("Content-Length: ").append(content.length).append("\r\n");
    }
    var all = new ByteArrayOutputStream();
    all.writeBytes(head.append("\r\n").toString().getBytes(UTF_8));
    all.writeBytes(content);
    return all.toByteArray();
  }
}
