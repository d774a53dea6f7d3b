package dev.pixstream.server;

import dev.pixstream.embedded.EmbeddedDatabase;
import dev.pixstream.postgres.DatabaseUrl;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class SmokeTest {
  @Test
  void smoke() throws Exception {
    try (var db = EmbeddedDatabase.temporary();
        var server = PixStreamServer.start(ServerOptions.DEFAULT, DatabaseUrl.parse(db.url()));
        var client = HttpClient.newHttpClient()) {
      String base = "http://127.0.0.1:" + server.port();
      for (String s :
          new String[] {
            "POST /api/util/msgs/00000001/25",
            "GET /api/pix/00000001/stream/start",
            "GET /health/ready",
            "GET /docs",
            "GET /nope",
            "PUT /docs",
            "GET /api/pix/x/stream/start",
            "GET /api/pix/00000001/stream/aaaaaaaaaaaa",
            "POST /api/pix/00000001/messages",
            "DELETE /api/pix/00000001/stream/aaaaaaaaaaaa"
          }) {
        var p = s.split(" ", -1);
        var r =
            client.send(
                HttpRequest.newBuilder(URI.create(base + p[1]))
                    .method(p[0], HttpRequest.BodyPublishers.noBody())
                    .header("Accept", "multipart/json, application/json")
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        System.out.println(s + " -> " + r.statusCode() + " " + r.headers().map() + " " + r.body());
      }
    }
  }
}
