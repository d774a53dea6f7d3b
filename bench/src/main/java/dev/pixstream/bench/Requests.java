package dev.pixstream.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.URI;
import java.nio.ByteBuffer;

/** The requests to one node, as bytes. */
final class Requests {
  private final Place place;
  private final String pullRest;
  private final String rest;

  Requests(URI target, BenchSettings settings) {
    place = Place.of(target);
    var headers = new StringBuilder(" HTTP/1.1\r\nHost: ").append(place.authority());
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
    return place.served(pullNext);
  }

  ByteBuffer pull(String path) {
    return ByteBuffer.wrap(("GET " + place.prefix() + path + pullRest).getBytes(ISO_8859_1));
  }

  ByteBuffer close(String path) {
    return ByteBuffer.wrap(
        ("DELETE " + place.prefix() + path + rest + "\r\n").getBytes(ISO_8859_1));
  }

  ByteBuffer store(String ispb, byte[] body) {
    var head =
        ("POST "
                + place.prefix()
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
