package dev.pixstream.benchmark.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.pixstream.benchmark.settings.BenchSettings;
import dev.pixstream.check.http.ServerAddress;
import java.net.URI;
import java.nio.ByteBuffer;

/** The requests to one node, as bytes. */
final class Requests {
  private final ServerAddress address;
  private final String pullRest;
  private final String rest;

  Requests(URI target, BenchSettings settings) {
    address = ServerAddress.of(target);
    var headers = new StringBuilder(" HTTP/1.1\r\nHost: ").append(address.authority());
    settings.headers().forEach(header -> headers.append("\r\n").append(header));
    headers.append("\r\n");
    rest = headers.toString();
    pullRest =
        rest
            + "Accept: "
            + (settings.multipart() ? "multipart/json" : "application/json")
            + "\r\n\r\n";
  }

  /** The path of a Pull-Next, as the server serves it. */
  String served(String pullNext) {
    return address.served(pullNext);
  }

  ByteBuffer pull(String path) {
    return ByteBuffer.wrap(("GET " + address.prefix() + path + pullRest).getBytes(ISO_8859_1));
  }

  ByteBuffer close(String path) {
    return ByteBuffer.wrap(
        ("DELETE " + address.prefix() + path + rest + "\r\n").getBytes(ISO_8859_1));
  }

  ByteBuffer store(String ispb, byte[] body) {
    var head =
        ("POST "
                + address.prefix()
                + "/api/pix/"
                + ispb
                + "/messages"
                + rest
                + "Content-Type: application/json\r\nContent-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(ISO_8859_1);
    return ByteBuffer.allocate(head.length + body.length).put(head).put(body).flip();
  }
}
