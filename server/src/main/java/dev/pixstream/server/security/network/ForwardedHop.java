package dev.pixstream.server.security.network;

import io.vertx.core.MultiMap;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What one proxy says of whoever asked it: an element of Forwarded (RFC 7239), or one of each list
 * of X-Forwarded-For, -Proto and -Host. The nearest proxy wrote the last one.
 */
record ForwardedHop(Optional<InetAddress> client, Optional<Boolean> https, Optional<String> host) {
  private static final ForwardedHop SILENT =
      new ForwardedHop(Optional.empty(), Optional.empty(), Optional.empty());

  /** Those of Forwarded, in its order. */
  static List<ForwardedHop> standard(MultiMap headers) {
    return split(String.join(",", headers.getAll("Forwarded")), ',').stream()
        .map(ForwardedHop::element)
        .toList();
  }

  /** Those of X-Forwarded-…; lists of other lengths have their last elements in common. */
  static List<ForwardedHop> customary(MultiMap headers) {
    var clients = list(headers, "X-Forwarded-For");
    var schemes = list(headers, "X-Forwarded-Proto");
    var hosts = list(headers, "X-Forwarded-Host");
    int count = Math.max(clients.size(), Math.max(schemes.size(), hosts.size()));
    var hops = new ArrayList<ForwardedHop>();
    for (int fromLast = count; fromLast >= 1; fromLast--) {
      hops.add(
          new ForwardedHop(
              at(clients, fromLast).flatMap(ForwardedHop::client),
              at(schemes, fromLast).map(ForwardedHop::isHttps),
              at(hosts, fromLast)));
    }
    return hops;
  }

  private static ForwardedHop element(String element) {
    var hop = SILENT;
    for (var pair : split(element, ';')) {
      var parts = pair.split("=", 2);
      var value = parts.length < 2 ? "" : unquoted(parts[1].strip());
      hop =
          switch (parts[0].strip().toLowerCase(Locale.ROOT)) {
            case "for" -> new ForwardedHop(client(value), hop.https, hop.host);
            case "proto" -> new ForwardedHop(hop.client, Optional.of(isHttps(value)), hop.host);
            case "host" -> new ForwardedHop(hop.client, hop.https, Optional.of(value));
            default -> hop;
          };
    }
    return hop;
  }

  private static boolean isHttps(String scheme) {
    return scheme.equalsIgnoreCase("https");
  }

  /** Also with a port behind it. "unknown" and made-up names are none. */
  private static Optional<InetAddress> client(String text) {
    var plain =
        text.startsWith("[")
            ? text.replaceFirst("^\\[([^]]*)](:[0-9]*)?$", "$1")
            : text.replaceFirst("^([0-9.]+):[0-9]+$", "$1");
    return AddressRange.address(plain);
  }

  private static List<String> list(MultiMap headers, String name) {
    return split(String.join(",", headers.getAll(name)), ',');
  }

  private static Optional<String> at(List<String> list, int fromLast) {
    return fromLast <= list.size()
        ? Optional.of(list.get(list.size() - fromLast).strip())
        : Optional.empty();
  }

  /** At each separator that is in no quotes; nothing has no parts. */
  private static List<String> split(String text, char separator) {
    var parts = new ArrayList<String>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return text.isBlank() ? List.of() : parts;
  }

  private static String unquoted(String text) {
    boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1") : text;
  }
}
