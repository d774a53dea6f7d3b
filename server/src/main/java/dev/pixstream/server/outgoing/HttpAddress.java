package dev.pixstream.server.outgoing;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.net.http.HttpRequest;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address that this node asks. Its host may have an underscore, as containers' names do: {@link
 * URI} and the JDK's HTTP client know no such names, so it is resolved here.
 *
 * @param uri http or https, without a user and without a fragment
 * @param host its name or address, that of IPv6 in brackets
 */
public record HttpAddress(URI uri, String host) {
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[A-Za-z0-9._-]+)((?::[0-9]{1,5})?)");

  /** Empty if it is none. */
  public static Optional<HttpAddress> parse(String text) {
    try {
      var uri = new URI(text);
      var authority = AUTHORITY.matcher(Objects.toString(uri.getRawAuthority(), ""));
      var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      boolean http = scheme.equals("http") || scheme.equals("https");
      return http && authority.matches() && uri.getRawFragment() == null
          ? Optional.of(new HttpAddress(uri, authority.group(1)))
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  public boolean isSecure() {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  /**
   * Why it can't be asked, whatever is there: no certificate can be checked for a name that is none
   * of the DNS.
   */
  public Optional<String> objection() {
    return isSecure() && uri.getHost() == null
        ? Optional.of(
            "https needs a name that a certificate can be for, which "
                + host
                + " is not: give it a name of letters, digits, '-' and '.'")
        : Optional.empty();
  }

  /** A request, with the address of its host if that has to be found here. */
  public HttpRequest.Builder request() throws UnknownHostException {
    if (uri.getHost() != null) {
      return HttpRequest.newBuilder(uri);
    }
    var address = InetAddress.getByName(host).getHostAddress();
    var literal = address.contains(":") ? "[" + address + "]" : address;
    var authority = uri.getRawAuthority();
    var rest = uri.toString().substring(uri.toString().indexOf(authority) + authority.length());
    var request =
        HttpRequest.newBuilder(
            URI.create(
                uri.getScheme() + "://" + literal + authority.substring(host.length()) + rest));
    try {
      return request.header("Host", authority);
    } catch (IllegalArgumentException e) {
      // The JVM does not let programs set it (jdk.httpclient.allowRestrictedHeaders).
      return request;
    }
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
