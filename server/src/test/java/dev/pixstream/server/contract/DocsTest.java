package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.server.OpenApiCheck;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Docs: the contract, and Swagger UI over it, all from this server. The pages are not part of it.
 */
@ContractTest
final class DocsTest {
  private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]*)\"");

  private final Service service;

  DocsTest(Service service) {
    this.service = service;
  }

  @Test
  @Tag("health.1")
  void the_page_loads_swagger_ui_and_nothing_from_elsewhere() throws Exception {
    var page = get("/docs");

    assertEquals(200, page.statusCode());
    assertTrue(type(page).startsWith("text/html"));
    var links = LINK.matcher(text(page)).results().map(link -> link.group(1)).sorted().toList();
    assertTrue(links.contains("/docs/swagger-ui.css"), links::toString);
    assertTrue(links.contains("/docs/swagger-ui-bundle.js"), links::toString);
    for (var link : links) {
      assertTrue(link.startsWith("/docs/") || link.startsWith("data:"), link);
      if (link.startsWith("/")) {
        assertEquals(200, get(link).statusCode(), link);
      }
    }
    assertTrue(text(get("/docs/docs.js")).contains("url: \"/docs/openapi.yaml\""));
  }

  @ParameterizedTest
  @CsvSource({
    "/docs/docs.js, text/javascript, SwaggerUIBundle",
    "/docs/swagger-ui-bundle.js, text/javascript, SwaggerUIBundle",
    "/docs/swagger-ui.css, text/css, .swagger-ui"
  })
  @Tag("health.1")
  void its_parts_are_served(String path, String type, String content) throws Exception {
    var part = get(path);

    assertEquals(200, part.statusCode());
    assertTrue(type(part).startsWith(type), () -> type(part));
    assertTrue(text(part).contains(content));
  }

  @Test
  @Tag("health.1")
  void the_contract_is_served_as_it_is() throws Exception {
    var served = get("/docs/openapi.yaml");

    assertEquals(200, served.statusCode());
    assertTrue(type(served).startsWith("application/yaml"));
    try (var resource = OpenApiCheck.class.getResourceAsStream("openapi.yaml")) {
      assertEquals(
          new String(Objects.requireNonNull(resource).readAllBytes(), StandardCharsets.UTF_8),
          text(served));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/docs",
        "/docs/docs.js",
        "/docs/openapi.yaml",
        "/docs/swagger-ui.css",
        "/docs/swagger-ui-bundle.js",
        "console.js",
        "icon.svg"
      })
  @Tag("between.4")
  void a_client_that_has_it_is_not_sent_it_again(String part) throws Exception {
    var path = part.startsWith("/") ? part : asset(part);
    var tag = get(path).headers().firstValue("ETag").orElseThrow();

    for (var method : new String[] {"GET", "HEAD"}) {
      assertEquals(200, ask(method, path, "\"other\"").statusCode());
      // A cache on the way may have made a weak tag of it, or may hold several versions.
      for (var held : new String[] {tag, tag.replace("W/", ""), "\"other\", " + tag, "*"}) {
        var answer = ask(method, path, held);
        assertEquals(304, answer.statusCode(), held);
        assertEquals(0, answer.body().length);
        assertEquals(tag, answer.headers().firstValue("ETag").orElse(""));
        assertTrue(answer.headers().firstValue("Vary").orElse("").contains("accept-encoding"));
      }
    }
  }

  private String asset(String name) throws Exception {
    var link = Pattern.compile("/console/static/[0-9a-f]+/" + Pattern.quote(name));
    return link.matcher(text(get("/console")))
        .results()
        .map(found -> found.group())
        .findFirst()
        .orElseThrow();
  }

  private HttpResponse<byte[]> ask(String method, String path, String held)
      throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var url = URI.create("http://127.0.0.1:" + service.node().port() + path);
      var request =
          HttpRequest.newBuilder(url)
              .method(method, HttpRequest.BodyPublishers.noBody())
              .header("If-None-Match", held)
              .build();
      return http.send(request, BodyHandlers.ofByteArray());
    }
  }

  private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var url = URI.create("http://127.0.0.1:" + service.node().port() + path);
      return http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofByteArray());
    }
  }

  private static String type(HttpResponse<byte[]> response) {
    return response.headers().firstValue("Content-Type").orElseThrow();
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }
}
