package dev.pixstream.check.http;

import java.net.InetSocketAddress;
import java.net.URI;

/**
 * Where the server listens, and behind which path. {@link URI} tells neither host nor port of a
 * name with an underscore, such as containers have.
 *
 * @param host its name or address, without brackets
 * @param authority what goes into the Host header
 * @param prefix what a proxy in front of the server takes away from each path
 */
public record ServerAddress(String host, int port, String authority, String prefix) {
  private static final String API = "/api/";

  public static ServerAddress of(URI url) {
    var authority = String.valueOf(url.getRawAuthority());
    int colon = authority.lastIndexOf(':');
    boolean hasPort = colon > authority.lastIndexOf(']');
    var host = hasPort ? authority.substring(0, colon) : authority;
    int standard = "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    return new ServerAddress(
        host.replaceAll("[\\[\\]]", ""),
        hasPort ? Integer.parseInt(authority.substring(colon + 1)) : standard,
        authority,
        String.valueOf(url.getRawPath()).replaceFirst("/+$", ""));
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(host, port);
  }

  /** A path that the server gave out, as it serves it: the proxy may have put its prefix back. */
  public String served(String path) {
    boolean whole = !prefix.isEmpty() && path.startsWith(prefix + API);
    return whole ? path.substring(prefix.length()) : path;
  }
}
