package dev.pixstream.benchmark;

import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocketFactory;

/**
 * How a server is reached.
 *
 * @param headers of the requests to a lane: nothing, or whole lines
 */
record Door(int port, UnaryOperator<String> headers, Optional<SSLSocketFactory> tls) {
  /** Nobody asks who comes. */
  static Door open(int port) {
    return new Door(port, lane -> "", Optional.empty());
  }

  String header(String lane) {
    return headers.apply(lane);
  }
}
