package dev.pixstream.server.console;

import dev.pixstream.server.http.StaticFile;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Scripts and styles. Each is served under a path with its hash, so that a browser keeps it for
 * ever and gets a changed one at once, and packed, as all browsers take it.
 */
public final class Assets {
  /** The path below which they are served: {@code /console/static/<hash>/<name>}. */
  public static final String PATH = "/console/static/";

  private static final String WEBJARS = "/META-INF/resources/webjars/";
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

  private final Map<String, StaticFile> byName;

  private Assets(Map<String, StaticFile> byName) {
    this.byName = Map.copyOf(byName);
  }

  /** Reads and packs all of them, which takes some milliseconds. */
  public static Assets read() {
    var byName = new HashMap<String, StaticFile>();
    FILES.forEach((name, file) -> byName.put(name, StaticFile.read(file, type(name))));
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
  public Optional<StaticFile> find(String hash, String name) {
    return Optional.ofNullable(byName.get(name)).filter(asset -> asset.hash().equals(hash));
  }

  private static String type(String name) {
    return name.endsWith(".css") ? STYLE : name.endsWith(".svg") ? "image/svg+xml" : SCRIPT;
  }
}
