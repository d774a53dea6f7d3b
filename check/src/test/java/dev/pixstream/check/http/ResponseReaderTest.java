package dev.pixstream.check.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseReaderTest {
  private static final String HEAD = "HTTP/1.1 200 OK\r\nPull-Next: /a\r\nredelivered:3 \r\n";
  private static final String PLAIN = HEAD + "Content-Length: 5\r\n\r\nhello";
  private static final String CHUNKED =
      HEAD + "Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\nA: b\r\n\r\n";

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static Optional<ResponseView> read(byte[] bytes, int step) throws IOException {
    var reader = new ResponseReader();
    for (int at = 0; at < bytes.length; at += step) {
      int to = Math.min(bytes.length, at + step);
      var response = reader.add(Arrays.copyOfRange(bytes, at, to), to - at);
      if (response.isPresent()) {
        assertEquals(bytes.length, to);
        return response;
      }
    }
    return Optional.empty();
  }

  private static ResponseView readAll(String text) throws IOException {
    return new ResponseReader().read(new ByteArrayInputStream(bytes(text)));
  }

  private static String body(ResponseView response) {
    return new String(response.body(), UTF_8);
  }

  @Test
  void a_response_is_read_however_it_arrives() throws IOException {
    var afterInterim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n";
    for (var text : List.of(PLAIN, CHUNKED, afterInterim + PLAIN, PLAIN.replace("\r", ""))) {
      for (int step = 1; step <= text.length(); step++) {
        var response = read(bytes(text), step).orElseThrow();
        assertEquals(200, response.status());
        assertEquals(Optional.of("/a"), response.header("pull-next"));
        assertEquals(Optional.of("3"), response.header("redelivered"));
        assertEquals(Optional.empty(), response.header("retry-after"));
        assertEquals(new Header("Pull-Next", "/a"), response.headers().getFirst());
        assertEquals(3, response.headers().size());
        assertEquals("hello", body(response));
        assertFalse(response.isLast());
      }
    }
  }

  @Test
  void a_response_in_one_piece_is_not_copied() throws IOException {
    var data = bytes(PLAIN);
    var response = new ResponseReader().add(data, data.length).orElseThrow();
    assertSame(data, response.bytes());
    assertEquals(data.length, response.bodyTo());
  }

  @Test
  void a_connection_carries_one_response_after_the_other() throws IOException {
    var reader = new ResponseReader();
    for (var text : List.of(PLAIN, CHUNKED, "HTTP/1.1 204 No Content\r\n\r\n", PLAIN)) {
      int middle = text.length() - 3;
      assertTrue(reader.add(bytes(text.substring(0, middle)), middle).isEmpty());
      assertTrue(reader.add(bytes(text.substring(middle)), 3).isPresent());
    }
  }

  @Test
  void a_body_without_a_length_ends_with_its_connection() throws IOException {
    var response = readAll(HEAD + "\r\nhello");
    assertEquals("hello", body(response));
    assertTrue(response.isLast());
    assertTrue(readAll(HEAD + "Connection: close\r\nContent-Length: 0\r\n\r\n").isLast());
    assertTrue(readAll("HTTP/1.0 201 x\r\nContent-Length: 0\r\n\r\n").isLast());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200", HEAD, HEAD + "Content-Length: 5\r\n\r\nhell"})
  void half_a_response_is_told_from_a_whole_one(String text) {
    assertThrows(EOFException.class, () -> readAll(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2p1 x\r\n",
        "\r\n\r\n\r\n\r\n",
        "HTTP/2 200\r\n\r\n",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 099 No\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno header\r\n\r\n",
        "HTTP/1.1 200 OK\r\n: no name\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 4\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhello\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7FFFFFFF\r\nhello\r\n0\r\n\r\n",
      })
  void an_invalid_response_is_refused(String text) {
    assertThrows(
        ProtocolException.class, () -> new ResponseReader().add(bytes(text), text.length()));
  }

  @Test
  void a_response_without_an_end_is_refused() {
    var line = bytes("A: " + "x".repeat(1_000) + "\r\n");
    var reader = new ResponseReader();
    assertThrows(
        ProtocolException.class,
        () -> {
          var _ = reader.add(bytes(HEAD), HEAD.length());
          for (int i = 0; i < 1_000; i++) {
            assertTrue(reader.add(line, line.length).isEmpty());
          }
        });
  }
}
