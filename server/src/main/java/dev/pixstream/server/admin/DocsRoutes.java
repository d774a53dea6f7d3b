package dev.pixstream.server.admin;

import dev.pixstream.server.http.Access;
import dev.pixstream.server.http.HttpApi;
import dev.pixstream.server.http.StaticFile;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The contract as OpenAPI, and Swagger UI over it. Everything comes from this server. */
public final class DocsRoutes {
  private static final String OURS = "/dev/pixstream/server/";
  private static final String SWAGGER_UI = "/META-INF/resources/webjars/swagger-ui/5.34.1/";

  /** A browser asks whether it has changed, since its path stays the same. */
  private static final String CACHE_CONTROL = "no-cache";

  /** Path below /docs → resource and media type. */
  private static final Map<String, Page> PAGES =
      Map.of(
          "/docs", new Page(OURS + "docs/index.html", "text/html; charset=utf-8"),
          "/docs/docs.js", new Page(OURS + "docs/docs.js", "text/javascript; charset=utf-8"),
          "/docs/openapi.yaml", new Page(OURS + "openapi.yaml", "application/yaml; charset=utf-8"),
          "/docs/swagger-ui.css",
              new Page(SWAGGER_UI + "swagger-ui.css", "text/css; charset=utf-8"),
          "/docs/swagger-ui-bundle.js",
              new Page(SWAGGER_UI + "swagger-ui-bundle.js", "text/javascript; charset=utf-8"));

  /** What somebody has asked for, so that a server starts without it. */
  private final Map<String, Future<StaticFile>> files = new ConcurrentHashMap<>();

  private record Page(String resource, String mediaType) {}

  public void addTo(Router router) {
    PAGES.forEach(
        (path, page) ->
            Access.open(router.get(path)).handler(context -> send(context, path, page)));
  }

  private void send(RoutingContext context, String path, Page page) {
    var file =
        files.computeIfAbsent(
            path,
            _ ->
                context
                    .vertx()
                    .executeBlocking(
                        () -> StaticFile.read(page.resource(), page.mediaType()), false)
                    .onFailure(failure -> files.remove(path)));
    HttpApi.onContext(
        context, file.toCompletionStage(), found -> found.send(context, CACHE_CONTROL));
  }
}
