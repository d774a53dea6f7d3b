package dev.pixstream.server.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file of the jar that anybody may have. It is read and packed once, and sent as fast as its
 * client takes it: however many ask for it and take nothing, the node keeps little for each.
 */
public final class StaticFile {
  private static final int HASH_BYTES = 8;
  private static final int PART_BYTES = 16 * 1_024;

  /** Among what is accepted, and not with a weight of 0. */
  private static final Pattern GZIP =
      Pattern.compile(
          "(^|,)\\s*(x-)?gzip\\s*(,|$|;\\s*q=(1|0?\\.0*[1-9]))", Pattern.CASE_INSENSITIVE);

  private final String mediaType;
  private final String hash;
  private final Buffer plain;
  private final Buffer packed;

  private StaticFile(String mediaType, byte[] content) {
    this.mediaType = mediaType;
    this.hash = hash(content);
    this.plain = Buffer.buffer(content);
    this.packed = Buffer.buffer(packed(content));
  }

  /**
   * Reads one; it takes some milliseconds.
   *
   * @param resource its absolute name
   */
  public static StaticFile read(String resource, String mediaType) {
    try (var in = StaticFile.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("missing from the jar: " + resource);
      }
      return new StaticFile(mediaType, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of its content. */
  public String hash() {
    return hash;
  }

  /** Sends it, unless the client has it. */
  public void send(RoutingContext context, String cacheControl) {
    var tag = '"' + hash + '"';
    var request = context.request();
    var response = context.response();
    response
        .putHeader(HttpHeaders.CACHE_CONTROL, cacheControl)
        // Weak: packed and plain are other bytes of the same.
        .putHeader(HttpHeaders.ETAG, "W/" + tag)
        .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    if (contains(request.getHeader(HttpHeaders.IF_NONE_MATCH), tag)) {
      response.setStatusCode(304).end();
      return;
    }
    boolean packing = acceptsGzip(request.getHeader(HttpHeaders.ACCEPT_ENCODING));
    var content = packing ? packed : plain;
    if (packing) {
      response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
    }
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, mediaType)
        .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(content.length()));
    if (request.method().equals(HttpMethod.HEAD)) {
      response.end();
    } else {
      send(response, content, 0);
    }
  }

  private static void send(HttpServerResponse response, Buffer content, int from) {
    int at = from;
    while (at < content.length() && !response.writeQueueFull()) {
      int end = Math.min(at + PART_BYTES, content.length());
      var _ = response.write(content.slice(at, end));
      at = end;
    }
    if (response.closed()) {
      return;
    }
    if (at == content.length()) {
      var _ = response.end();
    } else {
      int next = at;
      response.drainHandler(drained -> send(response, content, next));
    }
  }

  private static boolean acceptsGzip(@Nullable String accepted) {
    return accepted != null && GZIP.matcher(accepted).find();
  }

  private static boolean contains(@Nullable String list, String tag) {
    return list != null && (list.contains(tag) || list.strip().equals("*"));
  }

  private static String hash(byte[] content) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] packed(byte[] content) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new Best(out)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** As small as can be: it is packed once. */
  private static final class Best extends GZIPOutputStream {
    Best(ByteArrayOutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
