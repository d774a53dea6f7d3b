package dev.pixstream.server.console;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Scripts and styles. Each is served under a path with its hash, so that a browser keeps it for
 * ever and gets a changed one at once, and packed, as all browsers take it.
 */
public final class Assets {
  /** The path below which they are served: {@code /console/static/<hash>/<name>}. */
  public static final String PATH = "/console/static/";

  private static final String WEBJARS = "/META-INF/resources/webjars/";
  private static final int HASH_BYTES = 8;
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final String STYLE = "text/css; charset=utf-8";

  /** Name → where it is. */
  private static final Map<String, String> FILES =
      Map.of(
          "htmx.js",
          WEBJARS + "htmx.org/2.0.10/dist/htmx.min.js",
          "sse.js",
          WEBJARS + "htmx-ext-sse/2.2.2/sse.js",
          "uplot.js",
          WEBJARS + "uplot/1.6.30/dist/uPlot.iife.min.js",
          "uplot.css",
          WEBJARS + "uplot/1.6.30/dist/uPlot.min.css",
          "console.css",
          "/dev/pixstream/server/console/console.css",
          "console.js",
          "/dev/pixstream/server/console/console.js",
          "tryit.js",
          "/dev/pixstream/server/console/tryit.js",
          "icon.svg",
          "/dev/pixstream/server/console/icon.svg");

  private final Map<String, Asset> byName;

  /**
   * A file.
   *
   * @param hash of its content
   * @param packed with gzip
   */
  public record Asset(String name, String mediaType, String hash, Buffer packed) {}

  private Assets(Map<String, Asset> byName) {
    this.byName = Map.copyOf(byName);
  }

  /** Reads and packs all of them, which takes some milliseconds. */
  public static Assets read() {
    var byName = new HashMap<String, Asset>();
    FILES.forEach((name, file) -> byName.put(name, asset(name, bytes(file))));
    return new Assets(byName);
  }

  /** The path of one for a page. */
  public String path(String name) {
    var asset = byName.get(name);
    if (asset == null) {
      throw new IllegalArgumentException("no such file: " + name);
    }
    return PATH + asset.hash() + "/" + name;
  }

  /** The one with this name, if that is its content. */
  public Optional<Asset> find(String hash, String name) {
    return Optional.ofNullable(byName.get(name)).filter(asset -> asset.hash().equals(hash));
  }

  private static Asset asset(String name, byte[] content) {
    var type = name.endsWith(".css") ? STYLE : name.endsWith(".svg") ? "image/svg+xml" : SCRIPT;
    return new Asset(name, type, hash(content), Buffer.buffer(packed(content)));
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

  private static byte[] bytes(String file) {
    try (var in = Assets.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("missing from the jar: " + file);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As small as can be: it is packed once. */
  private static final class Best extends GZIPOutputStream {
    Best(ByteArrayOutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
