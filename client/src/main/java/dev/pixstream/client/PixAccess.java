package dev.pixstream.client;

import java.net.http.HttpRequest;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * How a program shows a server who it is, and which servers it believes. The server takes one
 * credential: a key, a token, or the client certificate that the {@link SSLContext} has.
 *
 * <p>Keys and tokens are asked for before each request, so that they can be renewed; asking should
 * be quick. They go to the servers that were named and nowhere else: redirects are not followed.
 */
public final class PixAccess {

  /** Nothing to show, and the JDK's own authorities. */
  public static final PixAccess NONE = new PixAccess("", () -> "", Optional.empty());

  private final String header;
  private final Supplier<String> value;
  private final Optional<SSLContext> tls;

  private PixAccess(String header, Supplier<String> value, Optional<SSLContext> tls) {
    this.header = header;
    this.value = value;
    this.tls = tls;
  }

  /** With a key of the server's file of keys. */
  public PixAccess apiKey(Supplier<String> key) {
    return new PixAccess("X-API-Key", key, tls);
  }

  /** With a signed token (JWT) of an issuer that the server believes. */
  public PixAccess token(Supplier<String> token) {
    return new PixAccess("Authorization", () -> "Bearer " + token.get(), tls);
  }

  /** With these authorities and this client certificate, see {@link PemTls}. */
  public PixAccess tls(SSLContext context) {
    return new PixAccess(header, value, Optional.of(context));
  }

  /** What goes with each request, for a client of one's own; TLS is that client's. */
  public HttpRequest.Builder addTo(HttpRequest.Builder request) {
    return header.isEmpty() ? request : request.header(header, value.get());
  }

  /** The header that goes with a request now, if there is one; its value is a secret. */
  public Optional<Map.Entry<String, String>> header() {
    return header.isEmpty() ? Optional.empty() : Optional.of(Map.entry(header, value.get()));
  }

  /** The TLS settings, if they were given. */
  public Optional<SSLContext> tls() {
    return tls;
  }

  /** What is shown is not told. */
  @Override
  public String toString() {
    return "PixAccess[" + (header.isEmpty() ? "" : header) + "]";
  }
}
