package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;

/** What institutions and operators do with a node all day. */
final class Essentials {
  private Essentials() {}

  /** Does all of it in a lane that is new. */
  static void pass(Node node, String ispb) {
    var lane = new Lane(node, ispb);
    lane.store(1, 12);
    var first = lane.start().assertBatch(1, 10);
    var second = lane.pull(first.next()).assertBatch(11, 12);
    assertEquals(200, node.delete(second.next()).status());
    Until.holds(() -> lane.view(12).getString("processed") != null);
    assertTrue(node.get("/api/admin/verify").json().getJsonArray("violations").isEmpty());
    assertEquals(200, node.get("/health/ready").status());
    assertEquals(200, node.get("/api/admin/dead-letters").status());
    for (var path :
        List.of(
            "/metrics",
            "/console",
            "/console/lanes/" + ispb,
            "/console/messages/" + ispb + "/" + Messages.endToEndId(1))) {
      assertEquals(200, page(node, path), path);
    }
  }

  /** These are not of the contract. */
  private static int page(Node node, String path) {
    try {
      var url = URI.create("http://127.0.0.1:" + node.port() + path).toURL();
      return ((HttpURLConnection) url.openConnection()).getResponseCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
