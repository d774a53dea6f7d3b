package dev.pixstream.client;

import static dev.pixstream.client.ScriptedServer.stream;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses: with the path of a proxy before the server, and with names that URI does not know. */
class PrefixTest extends ScriptedTest {

  private PixCollectorBuilder behind(String prefix) {
    return PixCollector.builder(URI.create(server.uri() + prefix))
        .ispb("00000000")
        .collectors(1)
        .closeWithin(Duration.ofSeconds(5))
        .handler(recorder)
        .listener(recorder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/pix", "/pix/", "/api", "/a/b"})
  @Tag("access.12")
  void a_pull_next_without_the_prefix_is_pulled_and_deleted_behind_it(String prefix)
      throws Exception {
    var before = prefix.replaceFirst("/$", "");
    server.batch(A, "[{}]").batch(B, "[{}]");
    try (var running = behind(prefix).start()) {
      recorder.next();
      recorder.next();
      sees("GET " + before + stream("start"), "GET " + before + stream(A));
      sees("GET " + before + stream(B));
      server.answer(200, "{}");
      running.stop();
      sees("DELETE " + before + stream(B));
      running.await();
      assertEquals(2, running.counters().confirmed());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/pix", "/api"})
  @Tag("access.12")
  void a_pull_next_to_which_the_proxy_gave_its_prefix_is_followed_as_it_is(String prefix)
      throws Exception {
    server.answer(200, "[{}]", "Pull-Next: " + prefix + stream(A));
    try (var running = behind(prefix).start()) {
      recorder.next();
      sees("GET " + prefix + stream("start"), "GET " + prefix + stream(A));
      server.answer(200, "{}");
      running.stop();
      sees("DELETE " + prefix + stream(A));
    }
  }

  @Test
  @Tag("access.12")
  void each_of_several_nodes_has_its_own_prefix() throws Exception {
    try (var other = new ScriptedServer()) {
      server.answer(200, "[{}]", "Pull-Next: /one" + stream(A)).lose();
      other.empty(A);
      try (var running =
          PixCollector.builder(URI.create(server.uri() + "/one"), URI.create(other.uri() + "/two"))
              .ispb("00000000")
              .collectors(1)
              .closeWithin(Duration.ofMillis(50))
              .handler(recorder)
              .start()) {
        sees("GET /one" + stream("start"), "GET /one" + stream(A));
        assertEquals("GET /two" + stream(A), other.next().toString());
        running.stop();
      }
    }
  }

  @Test
  @Tag("access.12")
  void a_publisher_stores_behind_the_prefix() throws Exception {
    server.answer(201, "{\"inserted\":1,\"duplicates\":0}");
    try (var publisher =
        new PixPublisher(URI.create(server.uri() + "/pix"), Duration.ofSeconds(1))) {
      assertEquals(1, publisher.store("00000000", List.of("{}")).inserted());
      sees("POST /pix/api/pix/00000000/messages");
    }
  }

  @Test
  @Tag("access.12")
  void a_name_that_is_no_host_of_a_uri_is_resolved_and_asked() throws Exception {
    // Like a name with an underscore, 127.1 is no host to URI and to the JDK's client.
    var odd = URI.create(server.uri().toString().replace("127.0.0.1", "127.1") + "/pix");
    assertEquals(null, odd.getHost());
    server.batch(A, "[{}]").empty(A);
    try (var running =
        PixCollector.builder(odd)
            .ispb("00000000")
            .collectors(1)
            .closeWithin(Duration.ofMillis(50))
            .handler(recorder)
            .start()) {
      recorder.next();
      sees("GET /pix" + stream("start"), "GET /pix" + stream(A));
      running.stop();
    }
  }

  @Test
  void a_name_with_an_underscore_that_is_unknown_is_said_to_be() throws Exception {
    try (var publisher =
        new PixPublisher(URI.create("http://no_such_host.invalid:1"), Duration.ZERO)) {
      var failure =
          assertThrows(
              UnreachableException.class, () -> publisher.store("00000000", List.of("{}")));
      assertTrue(failure.toString().contains("no_such_host.invalid"), failure.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://pix_stream:8080",
        "http://pix_stream",
        "http://a.b-c_1:80/x",
        "http://[::1]:8080/x",
        "https://pix.example/prefix/"
      })
  void addresses_of_servers(String address) {
    var server = PixServer.of(URI.create(address));

    assertEquals(address, server.toString());
    assertTrue(!server.prefix().endsWith("/"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pix",
        "/pix",
        "ftp://pix",
        "http:///pix",
        "http://:80",
        "http://a:b",
        "http://a:99999",
        "http://a/?x",
        "http://a/#x",
        "http://user:word@a/",
        "https://pix_stream"
      })
  void what_is_no_address_of_a_server_is_refused_by_name(String address) {
    var failure =
        assertThrows(IllegalArgumentException.class, () -> PixServer.of(URI.create(address)));

    assertTrue(!failure.toString().contains("word"), failure.toString());
    if (address.contains("_")) {
      assertTrue(failure.toString().contains("pix_stream is not"), failure.toString());
    }
  }

  @Test
  void the_port_is_the_schemes_unless_it_is_given() {
    assertEquals(80, PixServer.of(URI.create("http://a_b")).port());
    assertEquals(443, PixServer.of(URI.create("https://a")).port());
    assertEquals(81, PixServer.of(URI.create("http://[::1]:81/x")).port());
  }
}
