package dev.pixstream.server.security.network;

import dev.pixstream.server.security.InvalidSecurityException;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * The proxies that are believed when they say how a request came to them: with TLS, to which host,
 * from where. What anyone else says of that is passed over.
 */
public final class TrustedProxies {
  /** Nobody is believed. */
  public static final TrustedProxies NONE = new TrustedProxies(List.of());

  private final List<AddressRange> ranges;

  private TrustedProxies(List<AddressRange> ranges) {
    this.ranges = ranges;
  }

  /**
   * How a request was sent by its client.
   *
   * @param https whether with TLS
   * @param host the host that was asked, as a proxy says; empty: none says so
   * @param client the client's address, for logs
   */
  public record Origin(boolean https, Optional<String> host, String client) {}

  /**
   * Addresses and networks such as 10.0.0.7, 10.1.0.0/16 or fd00::/8.
   *
   * @throws InvalidSecurityException naming what is none
   */
  public static TrustedProxies of(List<String> addresses) {
    return new TrustedProxies(
        addresses.stream()
            .map(
                text ->
                    AddressRange.parse(text)
                        .orElseThrow(
                            () ->
                                new InvalidSecurityException(
                                    "expected addresses of proxies such as 10.0.0.7 or"
                                        + " 10.1.0.0/16, but '"
                                        + text
                                        + "' is none")))
            .toList());
  }

  /** How this request was sent, by its connection and by what trusted proxies say. */
  public Origin origin(HttpServerRequest request) {
    var peer = request.remoteAddress().hostAddress();
    var direct = new Origin(request.isSSL(), Optional.empty(), peer == null ? "unknown" : peer);
    if (ranges.isEmpty() || !trusts(AddressRange.address(direct.client()))) {
      return direct;
    }
    var standard = ForwardedHop.standard(request.headers());
    var customary = ForwardedHop.customary(request.headers());
    if (standard.isEmpty() || customary.isEmpty()) {
      return follow(direct, standard.isEmpty() ? customary : standard);
    }
    return both(direct, follow(direct, standard), follow(direct, customary));
  }

  /** From the nearest proxy on, as long as the one before it is trusted too. */
  private Origin follow(Origin direct, List<ForwardedHop> hops) {
    var origin = direct;
    for (var hop : hops.reversed()) {
      origin =
          new Origin(
              hop.https().orElse(origin.https()),
              hop.host().or(origin::host),
              hop.client().map(InetAddress::getHostAddress).orElse(origin.client()));
      if (!trusts(hop.client())) {
        break;
      }
    }
    return origin;
  }

  /**
   * A proxy may set one kind of header and let a client's other kind through: only what both say is
   * believed, but for TLS, where a cookie that is too safe does no harm.
   */
  private static Origin both(Origin direct, Origin one, Origin other) {
    return new Origin(
        one.https() || other.https(),
        one.host().equals(other.host()) ? one.host() : Optional.empty(),
        one.client().equals(other.client()) ? one.client() : direct.client());
  }

  private boolean trusts(Optional<InetAddress> address) {
    return address
        .filter(known -> ranges.stream().anyMatch(range -> range.holds(known)))
        .isPresent();
  }
}
