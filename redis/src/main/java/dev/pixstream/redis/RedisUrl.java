package dev.pixstream.redis;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where Redis is: {@code redis://user:password@host:port}, {@code rediss://…} with TLS; of a
 * cluster any of its nodes, several separated by commas.
 */
public final class RedisUrl {
  private static final int PORT = 6379;
  private static final String FORM =
      "a Redis URL has the form redis://user:password@host:port, or rediss:// with TLS; several"
          + " nodes of a cluster are separated by commas";

  private final List<String> endpoints;

  private RedisUrl(List<String> endpoints) {
    this.endpoints = List.copyOf(endpoints);
  }

  /**
   * Reads such an address.
   *
   * @throws IllegalArgumentException if it is not such an address; the message says what was
   *     expected and does not repeat the password
   */
  public static RedisUrl parse(String url) {
    var endpoints = new ArrayList<String>();
    for (var each : url.split(",", -1)) {
      var uri = uri(each.strip());
      var path = Optional.ofNullable(uri.getRawPath()).orElse("");
      if (!("redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme()))
          || uri.getHost() == null
          || !(path.isEmpty() || path.equals("/") || path.equals("/0"))) {
        throw new IllegalArgumentException(FORM);
      }
      endpoints.add(at(uri, uri.getHost(), uri.getPort() < 0 ? PORT : uri.getPort()));
    }
    return new RedisUrl(endpoints);
  }

  /** The nodes that are named. */
  List<String> endpoints() {
    return endpoints;
  }

  /** Another node of the same cluster: same scheme and account. */
  String node(String host, int port) {
    return at(URI.create(endpoints.getFirst()), host, port);
  }

  /** Host and port of each, without the password: for messages. */
  @Override
  public String toString() {
    return String.join(",", endpoints.stream().map(RedisUrl::plain).toList());
  }

  /** Host and port without the account. */
  static String plain(String endpoint) {
    var uri = URI.create(endpoint);
    return uri.getScheme() + "://" + uri.getHost() + ":" + uri.getPort();
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      // Neither the text nor its parts: they may hold the password.
      throw new IllegalArgumentException(FORM);
    }
  }

  private static String at(URI uri, String host, int port) {
    var account = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo() + "@";
    var name = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    return uri.getScheme() + "://" + account + name + ":" + port;
  }
}
