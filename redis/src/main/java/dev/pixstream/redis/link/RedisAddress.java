package dev.pixstream.redis.link;

import java.util.regex.Pattern;

/**
 * Where one Redis listens.
 *
 * @param host a name or an address, one of IPv6 without brackets
 */
public record RedisAddress(String host, int port) {
  private static final int PORT = 6379;
  private static final int PORT_MAX = 65_535;
  private static final Pattern FORM =
      Pattern.compile(
          "(?:\\[(?<six>[0-9a-fA-F:.]+)]|(?<host>[A-Za-z0-9._-]+))(?::(?<port>\\d{1,5}))?");

  /** Reads {@code host}, {@code host:port} or {@code [address]:port}. */
  static RedisAddress parse(String text) {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(RedisUrl.FORM);
    }
    int port = form.group("port") == null ? PORT : Integer.parseInt(form.group("port"));
    if (port < 1 || port > PORT_MAX) {
      throw new IllegalArgumentException("the port of a Redis is 1 to " + PORT_MAX);
    }
    return new RedisAddress(
        form.group("six") == null ? form.group("host") : form.group("six"), port);
  }

  /**
   * As a node of a cluster names another: {@code host:port}, IPv6 without brackets too.
   *
   * @param asked the node that said so; one without a host is at the same
   */
  static RedisAddress ofNode(String text, RedisAddress asked) {
    int colon = text.lastIndexOf(':');
    var host = text.substring(0, colon);
    return new RedisAddress(
        host.isEmpty() ? asked.host() : host, Integer.parseInt(text.substring(colon + 1)));
  }

  /** A name of a container may have it; neither a URI nor a certificate does. */
  boolean hasUnderscore() {
    return host.indexOf('_') >= 0;
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
