package dev.pixstream.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** The contract as OpenAPI, and Swagger UI over it. Everything comes from this server. */
final class DocsRoutes {
  private static final String SWAGGER_UI = "/META-INF/resources/webjars/swagger-ui/5.34.1/";

  /** Path below /docs → resource and media type. */
  private static final Map<String, Page> PAGES =
      Map.of(
          "/docs", new Page("docs/index.html", "text/html; charset=utf-8"),
          "/docs/docs.js", new Page("docs/docs.js", "text/javascript; charset=utf-8"),
          "/docs/openapi.yaml", new Page("openapi.yaml", "application/yaml; charset=utf-8"),
          "/docs/swagger-ui.css",
              new Page(SWAGGER_UI + "swagger-ui.css", "text/css; charset=utf-8"),
          "/docs/swagger-ui-bundle.js",
              new Page(SWAGGER_UI + "swagger-ui-bundle.js", "text/javascript; charset=utf-8"));

  private record Page(String resource, String mediaType) {}

  private DocsRoutes() {}

  static void addTo(Router router) {
    PAGES.forEach(
        (path, page) ->
            Access.open(router.get(path))
                .handler(
                    context ->
                        context
                            .vertx()
                            .executeBlocking(() -> read(page.resource()), false)
                            .onSuccess(
                                content ->
                                    context
                                        .response()
                                        .putHeader(HttpHeaders.CONTENT_TYPE, page.mediaType())
                                        .end(content))
                            .onFailure(failure -> Failures.answer(context, failure))));
  }

  private static Buffer read(String resource) {
    try (var in = DocsRoutes.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("missing from the jar: " + resource);
      }
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
