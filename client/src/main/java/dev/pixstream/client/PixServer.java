package dev.pixstream.client;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpRequest;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Where a server listens: http or https, a host, perhaps a port, and perhaps a path that a proxy in
 * front of it takes away.
 *
 * <p>A host may have an underscore, as containers' names do. {@link URI} and the JDK's HTTP client
 * know no such names, so it is resolved here and its address is asked.
 *
 * @param given as it was given, for messages
 * @param host its name or address, that of IPv6 in brackets
 * @param prefix the path before whatever the server serves, without a slash at its end
 */
public record PixServer(URI given, String host, String prefix) {
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[A-Za-z0-9._-]+)((?::[0-9]{1,5})?)");
  private static final String SERVED = "/api/pix/";
  private static final int PORT_MAX = 65_535;

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException if it is none; the message says why
   */
  public static PixServer of(URI given) {
    boolean http = "http".equalsIgnoreCase(given.getScheme());
    boolean https = "https".equalsIgnoreCase(given.getScheme());
    var authority = AUTHORITY.matcher(Objects.toString(given.getRawAuthority(), ""));
    boolean only = given.getRawQuery() == null && given.getRawFragment() == null;
    if (!(http || https) || !only || !authority.matches() || !isPort(authority.group(2))) {
      throw new IllegalArgumentException(
          "a server's address has the form http://host:port or https://host/prefix, not "
              + given.toString().replaceFirst("//[^/]*@", "//…@"));
    }
    if (given.getHost() == null && https) {
      throw new IllegalArgumentException(
          "https needs a name that a certificate can be for, which "
              + authority.group(1)
              + " is not: give the server a name of letters, digits, '-' and '.'");
    }
    return new PixServer(given, authority.group(1), given.getRawPath().replaceFirst("/+$", ""));
  }

  private static boolean isPort(String part) {
    return part.isEmpty() || Integer.parseInt(part.substring(1)) <= PORT_MAX;
  }

  /** Whether it is asked over TLS. */
  public boolean isSecure() {
    return "https".equalsIgnoreCase(given.getScheme());
  }

  /** The port, the scheme's own if none was given. */
  public int port() {
    var digits = given.getRawAuthority().substring(host.length());
    return digits.isEmpty() ? (isSecure() ? 443 : 80) : Integer.parseInt(digits.substring(1));
  }

  /**
   * A request for what the server serves at that path.
   *
   * @throws UnknownHostException if its host has to be resolved here, and is not known
   */
  public HttpRequest.Builder request(String path) throws UnknownHostException {
    if (given.getHost() != null) {
      return HttpRequest.newBuilder(
          URI.create(given.getScheme() + "://" + given.getRawAuthority() + prefix + path));
    }
    var address = InetAddress.getByName(host).getHostAddress();
    var literal = address.contains(":") ? "[" + address + "]" : address;
    var port = given.getRawAuthority().substring(host.length());
    var request =
        HttpRequest.newBuilder(
            URI.create(given.getScheme() + "://" + literal + port + prefix + path));
    try {
      return request.header("Host", given.getRawAuthority());
    } catch (IllegalArgumentException e) {
      // The JVM does not let programs set it (jdk.httpclient.allowRestrictedHeaders).
      return request;
    }
  }

  /**
   * A Pull-Next as the server serves it: a proxy that takes the prefix away from requests may put
   * it back into that header or not.
   */
  String served(String pullNext) {
    boolean whole = !prefix.isEmpty() && pullNext.startsWith(prefix + SERVED);
    return whole ? pullNext.substring(prefix.length()) : pullNext;
  }

  @Override
  public String toString() {
    return given.toString();
  }
}
