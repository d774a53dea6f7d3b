package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Storing: what a body may be, before anybody looks into it. */
@ContractTest(waitMs = 300)
final class BodyLimitsTest {
  private static final int BYTES_MAX = 4 * 1024 * 1024;
  private static final String JSON = "application/json";

  private final Service service;

  BodyLimitsTest(Service service) {
    this.service = service;
  }

  @Test
  @Tag("storing.3")
  void a_body_of_4_mib_is_stored() {
    var lane = service.lane();

    assertEquals(201, lane.post(padded(lane, BYTES_MAX)).status());

    lane.start().assertBatch(1, 1);
  }

  @Test
  @Tag("storing.3")
  void a_longer_body_is_refused() {
    var lane = service.lane();

    lane.post(padded(lane, BYTES_MAX + 1)).assertProblem(413, "body-too-large");
    lane.start().assertNothingYet();
  }

  @Test
  @Tag("storing.3")
  void a_longer_body_in_chunks_is_refused() {
    var lane = service.lane();
    var bytes = padded(lane, BYTES_MAX + 1).getBytes(StandardCharsets.UTF_8);
    var chunks = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));

    lane.node()
        .post(lane.messages(), chunks, "Content-Type", JSON)
        .assertProblem(413, "body-too-large");
  }

  @Test
  @Tag("storing.3")
  void a_body_that_is_announced_as_too_long_is_refused_before_it_is_sent() {
    var lane = service.lane();
    try (var connection = lane.node().connect()) {
      connection.request(
          "POST", lane.messages(), "Content-Type", JSON, "Content-Length", "4194305");

      connection.answer("POST", lane.messages()).assertProblem(413, "body-too-large");
    }
  }

  @Test
  void who_asks_first_whether_to_send_is_told_to() {
    var lane = service.lane();
    var body = "[" + Messages.message(lane.ispb(), 1) + "]";
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    try (var connection = lane.node().connect()) {
      connection.request(
          "POST",
          lane.messages(),
          "Content-Type",
          JSON,
          "Content-Length",
          Integer.toString(bytes.length),
          "Expect",
          "100-continue");
      assertEquals(100, connection.exchange("POST", lane.messages()).status());

      connection.write(bytes);

      assertEquals(201, connection.answer("POST", lane.messages()).status());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"200-ok", "100-continue, x", "100"})
  @Tag("errors.1")
  void another_expectation_is_refused_and_nothing_after_it_read(String expectation) {
    var lane = service.lane();
    try (var connection = lane.node().connect()) {
      connection.request(
          "POST",
          lane.messages(),
          "Content-Type",
          JSON,
          "Content-Length",
          "10",
          "Expect",
          expectation);

      connection.answer("POST", lane.messages()).assertProblem(417, "expectation-failed");
      connection.awaitClosed();
    }
  }

  @Test
  void who_asks_first_and_is_refused_sends_nothing_and_the_connection_is_closed() {
    var lane = service.lane();
    try (var connection = lane.node().connect()) {
      connection.request(
          "POST",
          lane.messages(),
          "Content-Type",
          "text/plain",
          "Content-Length",
          "5000000",
          "Expect",
          "100-continue");

      connection.answer("POST", lane.messages()).assertProblem(413, "body-too-large");
      connection.awaitClosed();
    }
  }

  @Test
  @Tag("storing.3")
  void a_body_that_ends_too_early_stores_nothing() {
    var lane = service.lane();
    try (var connection = lane.node().connect()) {
      connection.request("POST", lane.messages(), "Content-Type", JSON, "Content-Length", "2000");
      connection.write(Messages.message(lane.ispb(), 1)).leave();
    }

    lane.start().assertNothingYet();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/xml",
        "multipart/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "application/json; charset=iso-8859-1",
        "application/json;charset=utf-16",
        "application/json;charset=",
        "application/json; charset",
        "application/json; charset=utf-8; charset=latin1",
        "application/json, text/plain",
        "application/json+x",
        "application/problem+json",
        "json"
      })
  @Tag("storing.3")
  void another_media_type_is_refused(String type) {
    var lane = service.lane();
    var body = BodyPublishers.ofString(Messages.message(lane.ispb(), 1));

    lane.node()
        .post(lane.messages(), body, "Content-Type", type)
        .assertProblem(415, "unsupported-media-type");
    lane.start().assertNothingYet();
  }

  @Test
  void no_media_type_is_refused() {
    var lane = service.lane();
    var body = BodyPublishers.ofString(Messages.message(lane.ispb(), 1));

    lane.node().post(lane.messages(), body).assertProblem(415, "unsupported-media-type");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json; charset=UTF-8",
        "APPLICATION/JSON",
        JSON + ";",
        JSON + " ; ; ",
        JSON + ";charset=utf8",
        JSON + "; profile=\"https://example.com/pix\"; charset=Utf-8",
        JSON + ";charset=\"utf-8\""
      })
  void json_in_utf_8_may_be_spelled_in_several_ways(String type) {
    var lane = service.lane();
    var body = BodyPublishers.ofString(Messages.message(lane.ispb(), 1));

    assertEquals(201, lane.node().post(lane.messages(), body, "Content-Type", type).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "br", "GZIP, identity"})
  @Tag("storing.3")
  void a_packed_body_is_refused(String encoding) {
    var lane = service.lane();
    var body = BodyPublishers.ofString(Messages.message(lane.ispb(), 1));

    lane.node()
        .post(lane.messages(), body, "Content-Type", JSON, "Content-Encoding", encoding)
        .assertProblem(415, "unsupported-media-type");
  }

  @Test
  @Tag("storing.3")
  void a_gzip_bomb_is_never_unpacked() throws IOException {
    var lane = service.lane();
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write('[');
      var spaces = new byte[1 << 20];
      Arrays.fill(spaces, (byte) ' ');
      for (int i = 0; i < 64; i++) {
        gzip.write(spaces);
      }
    }
    var bomb = BodyPublishers.ofByteArray(packed.toByteArray());

    lane.node()
        .post(lane.messages(), bomb, "Content-Type", JSON, "Content-Encoding", "gzip")
        .assertProblem(415, "unsupported-media-type");
    lane.node()
        .post(lane.messages(), bomb, "Content-Type", JSON)
        .assertProblem(400, "invalid-request");
  }

  @Test
  void an_ispb_that_is_none_is_refused() {
    for (var ispb : new String[] {"1234567", "123456789", "abcdefgh", "1234-678"}) {
      var path = "/api/pix/" + ispb + "/messages";
      service.node().post(path, Messages.message(ispb, 1)).assertProblem(400, "invalid-request");
    }
  }

  private static String padded(Lane lane, int bytes) {
    var message = Messages.message(lane.ispb(), 1);
    return message + " ".repeat(bytes - message.getBytes(StandardCharsets.UTF_8).length);
  }
}
