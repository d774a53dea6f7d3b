package dev.pixstream.server.dialect.icom;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Answers as the client takes them: any body that is not empty is packed as a whole, if it may be.
 */
final class Gzip {
  private static final String NAME = "gzip";

  private Gzip() {}

  /** Ends the response with this body. */
  static Future<Void> end(RoutingContext context, byte[] body) {
    var response = context.response();
    response.putHeader(HttpHeaders.VARY, "Accept, Accept-Encoding");
    if (body.length == 0 || !isAccepted(context.request())) {
      return response.end(Buffer.buffer(body));
    }
    return response.putHeader(IcomHeaders.CONTENT_ENCODING, NAME).end(Buffer.buffer(packed(body)));
  }

  private static boolean isAccepted(HttpServerRequest request) {
    return request.headers().getAll(HttpHeaders.ACCEPT_ENCODING).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(coding -> coding.toLowerCase(Locale.ROOT).replaceAll("\\s", ""))
        .anyMatch(coding -> coding.equals(NAME) || isNotRefused(coding));
  }

  private static boolean isNotRefused(String coding) {
    return coding.startsWith(NAME + ";q=") && !coding.matches(NAME + ";q=0(\\.0{0,3})?");
  }

  static byte[] packed(byte[] body) {
    var packed = new ByteArrayOutputStream(body.length / 2 + 64);
    try (var out = new Packer(packed)) {
      out.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  /** The fastest level: XML packs well with any. */
  private static final class Packer extends GZIPOutputStream {
    Packer(ByteArrayOutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
