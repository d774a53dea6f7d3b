package dev.pixstream.benchmark.suite.harness;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocketFactory;

/**
 * How a server is reached.
 *
 * @param headers of the requests to a lane: nothing, or whole lines
 */
public record Endpoint(int port, UnaryOperator<String> headers, Optional<SSLSocketFactory> tls) {
  /** One that asks for no credential. */
  public static Endpoint open(int port) {
    return new Endpoint(port, lane -> "", Optional.empty());
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  String header(String lane) {
    return headers.apply(lane);
  }
}
