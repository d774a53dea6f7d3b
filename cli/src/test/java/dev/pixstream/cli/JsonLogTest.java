package dev.pixstream.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.cli.terminal.Mask;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a server logs at debug level of messages whose content is marked. */
@Timeout(120)
class JsonLogTest {
  private static final String ISPB = "12345678";
  private static final String ID = "E12345678202601010000LOGTEST0001";
  private static final List<String> SECRETS =
      List.of("Marcada", "98716278190", "12ABC34501DE35", "Sigilo", "7654321", "geheim");

  @TempDir private Path directory;

  private static String message(String id, String note) {
    return """
    {"endToEndId":"%s","valor":1.00,\
    "pagador":{"nome":"Marcada Silva","cpfCnpj":"98716278190","ispb":"12345678","agencia":"0001","contaTransacional":"7654321","tipoConta":"CACC"},\
    "recebedor":{"nome":"Marcada Ltda","cpfCnpj":"12ABC34501DE35","ispb":"%s","agencia":"0361","contaTransacional":"7654321","tipoConta":"SVGS"},\
    "campoLivre":"%s","txId":"","dataHoraPagamento":"2026-01-01T00:00:00.000Z"}"""
        .formatted(id, ISPB, note);
  }

  @Test
  @Tag("telemetry.3")
  void the_whole_life_of_a_message_leaves_no_personal_data_and_no_token_in_the_log()
      throws Exception {
    var lines = new ArrayList<JsonObject>();
    String log;
    String next;
    try (var server =
        Child.start(
            directory,
            "serve --port 0 --data data --wait 100ms --log-format json --log-level debug"
                .concat(" --processor webhook --webhook-url http://127.0.0.1:1/sink")
                .concat(" --webhook-secret geheim-0123456789abcdef")
                .concat(" --retry-attempts 1")
                .split(" ", -1))) {
      next = live(address(server.line()));
      server.terminate();
      server.status();
      log = server.err();
    }
    for (var line : log.lines().toList()) {
      lines.add(new JsonObject(line));
    }
    assertTrue(lines.size() > 5, log);
    for (var secret : SECRETS) {
      assertFalse(log.contains(secret), () -> secret + " in " + log);
    }
    assertFalse(log.contains(next), "an iterationId");
    var pull =
        lines.stream()
            .filter(line -> "delivered".equals(line.getString("outcome")))
            .findFirst()
            .orElseThrow();
    assertAll(
        () -> assertEquals(ISPB, pull.getString("ispb")),
        () -> assertTrue(pull.getValue("stream") instanceof Number, pull::encode),
        () -> assertEquals("DEBUG", pull.getString("level")),
        () -> assertTrue(pull.getString("time").endsWith("Z")));
  }

  @Test
  void a_line_of_text_begins_with_its_time_and_masks_what_is_personal() throws Exception {
    String log;
    try (var server =
            Child.start(
                directory,
                "serve --port 0 --data data --wait 100ms --log-level debug".split(" ", -1));
        var http = HttpClient.newHttpClient()) {
      var lane = address(server.line()) + "/api/pix/" + ISPB;
      assertEquals(201, post(http, lane + "/messages", message(ID, "Sigilo")).statusCode());
      assertEquals(200, get(http, lane + "/stream/start").statusCode());
      server.terminate();
      server.status();
      log = server.err();
    }
    var lines = log.lines().toList();
    assertTrue(lines.size() > 1, log);
    for (var line : lines) {
      assertTrue(line.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T\\S+ (DEBUG|INFO|WARN|ERROR) +.*"), line);
    }
    SECRETS.forEach(secret -> assertFalse(log.contains(secret), secret));
  }

  /** Stores, refuses, delivers, confirms and fails to process; answers the last iterationId. */
  private static String live(String url) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var lane = url + "/api/pix/" + ISPB;
      assertEquals(201, post(http, lane + "/messages", message(ID, "Sigilo")).statusCode());
      assertEquals(409, post(http, lane + "/messages", message(ID, "Sigilo 2")).statusCode());
      assertEquals(400, post(http, lane + "/messages", message("E1", "Sigilo")).statusCode());
      assertEquals(
          400, post(http, url + "/api/pix/Marcada/messages", message(ID, "Sigilo")).statusCode());
      assertEquals(200, get(http, lane + "/messages/" + ID).statusCode());
      var batch = get(http, lane + "/stream/start");
      assertEquals(200, batch.statusCode());
      var path = batch.headers().firstValue("Pull-Next").orElseThrow();
      var id = path.substring(path.lastIndexOf('/') + 1);
      assertEquals(404, get(http, url + "/api/pix/00000000/stream/" + id).statusCode());
      assertEquals(204, get(http, url + path).statusCode());
      for (int i = 0; i < 100 && !dead(http, url); i++) {
        get(http, url + path);
      }
      assertTrue(dead(http, url));
      return id;
    }
  }

  private static boolean dead(HttpClient http, String url) throws Exception {
    return get(http, url + "/api/admin/dead-letters").body().contains(ID);
  }

  private static HttpResponse<String> post(HttpClient http, String url, String body)
      throws IOException, InterruptedException {
    return http.send(
        request(url)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static HttpResponse<String> get(HttpClient http, String url)
      throws IOException, InterruptedException {
    return http.send(request(url).build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String url) {
    return HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer geheim");
  }

  private static String address(String line) {
    return line.replaceFirst(".*(http://127\\.0\\.0\\.1:[0-9]+).*", "$1");
  }

  @Test
  @Tag("telemetry.3")
  void data_quoted_by_an_exception_is_masked() {
    assertEquals("failed for ***", Mask.apply("failed for 98716278190"));
    assertEquals("of *** and ***", Mask.apply("of 987.162.781-90 and 12ABC34501DE35"));
    assertEquals("Authorization: ***", Mask.apply("Authorization: Bearer abc.def-g"));
    assertEquals(ID, Mask.apply(ID));
    assertEquals("port 5432, 12345678", Mask.apply("port 5432, 12345678"));
  }
}
