package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reading side of the ICOM, as its clients see it. */
@ContractTest(waitMs = 300, icom = true)
final class IcomReadTest {
  private static final String XML = "application/xml;charset=utf-8";

  private final Service service;

  IcomReadTest(Service service) {
    this.service = service;
  }

  private IcomLane lane() {
    return new IcomLane(service, service.lane().ispb());
  }

  @Test
  @Tag("icom.1")
  void one_message_is_its_own_bytes_with_its_id_beside_it() {
    var lane = lane();
    lane.store(1, 2);

    var answer = lane.get(lane.start());

    assertEquals(200, answer.status());
    assertEquals(XML, answer.header("Content-Type"));
    assertEquals(IcomLane.resourceId(1), answer.header("PI-ResourceId"));
    assertTrue(
        answer.next().matches("/api/v1/out/" + lane.ispb() + "/stream/[0-9a-z]{12}"),
        answer.next());
    assertEquals(IcomLane.envelope(1), answer.text());
    assertEquals(
        Integer.toString(answer.response().body().length), answer.header("Content-Length"));
  }

  @Test
  @Tag("icom.1")
  void several_messages_are_the_very_bytes_that_production_readers_split_at() {
    var lane = lane();
    lane.store(1, 2);

    var answer = lane.many(lane.start());

    var boundary = answer.header("Content-Type").replace("multipart/mixed;boundary=", "");
    assertTrue(boundary.matches("[0-9a-f]{24}"), answer.header("Content-Type"));
    var expected =
        IntStream.rangeClosed(1, 2)
            .mapToObj(
                i ->
                    "--%s\r\nPI-ResourceId: %s\r\nContent-Type: %s\r\n\r\n%s\r\n"
                        .formatted(boundary, IcomLane.resourceId(i), XML, IcomLane.envelope(i)))
            .reduce("", String::concat);
    assertArrayEquals(
        (expected + "--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8),
        answer.response().body());
    assertEquals("", answer.header("PI-ResourceId"));
  }

  @Test
  @Tag("icom.1")
  void a_single_message_comes_as_multipart_where_that_is_asked_for() {
    var lane = lane();
    lane.store(1, 1);

    assertEquals(List.of(IcomLane.envelope(1)), lane.many(lane.start()).envelopes());
  }

  @Test
  @Tag("icom.2")
  void whatever_is_not_empty_is_packed_for_clients_that_unpack() {
    var lane = lane();
    lane.store(1, 3);

    var several =
        lane.get(lane.start(), "Accept", "multipart/mixed", "Accept-Encoding", "gzip, deflate");
    var empty = lane.get(several.next(), "Accept-Encoding", "gzip");
    var refused = lane.get(lane.start(), "Accept", "text/html", "Accept-Encoding", "gzip;q=0.5");
    var plain = lane.get(lane.start(), "Accept", "text/html", "Accept-Encoding", "gzip;q=0");

    assertEquals("gzip", several.header("Content-Encoding"));
    assertEquals(3, several.envelopes().size());
    assertEquals(204, empty.status());
    assertEquals("", empty.header("Content-Encoding"));
    assertEquals("gzip", refused.header("Content-Encoding"));
    assertEquals(plain.text(), refused.text());
    assertEquals("", plain.header("Content-Encoding"));
  }

  @Test
  @Tag("icom.3")
  void a_read_confirms_and_its_repetition_gets_the_same() {
    var lane = lane();
    lane.store(1, 15);

    var first = lane.many(lane.start());
    var second = lane.many(first.next());
    var again = lane.many(first.next());
    var third = lane.many(second.next());

    assertEquals(10, first.envelopes().size());
    assertEquals(5, second.envelopes().size());
    assertEquals(second.envelopes(), again.envelopes());
    assertEquals(second.next(), again.next());
    assertEquals(204, third.status());
    assertEquals(410, lane.many(first.next()).status());
  }

  @Test
  @Tag("icom.4")
  void a_delete_is_200_once_and_410_for_all_else() {
    var lane = lane();
    lane.store(1, 1);
    var next = lane.many(lane.start()).next();

    var closed = lane.delete(next);

    assertEquals(200, closed.status());
    assertEquals(0, closed.response().body().length);
    assertEquals(410, lane.delete(next).status());
    assertEquals(410, lane.many(next).status());
    for (var never : List.of("0123456789ab", "x", "0123456789AB")) {
      assertEquals(410, lane.delete(lane.start().replace("start", never)).status(), never);
      assertEquals(404, lane.many(lane.start().replace("start", never)).status(), never);
    }
    assertEquals(204, lane.many(lane.start()).status());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/xml | ONE",
        "*/* | ONE",
        "application/* | ONE",
        "multipart/mixed | MANY",
        "multipart/* | MANY",
        "application/xml, multipart/mixed | MANY",
        "application/xml, multipart/mixed;q=0.9 | ONE",
        "multipart/*, application/xml | ONE",
        "*/*, multipart/mixed | MANY",
        "text/html, */*;q=0.1 | ONE",
        "application/json | NONE",
        "text/xml | NONE",
        "multipart/mixed;q=0 | NONE",
      })
  @Tag("icom.5")
  void the_accepted_representation_is_sent(String accept, String expected) {
    var lane = lane();
    lane.store(1, 2);

    var answer = lane.get(lane.start(), "Accept", accept);

    assertEquals(expected.equals("NONE") ? 406 : 200, answer.status());
    if (answer.status() == 200) {
      assertEquals(expected.equals("ONE"), answer.header("Content-Type").equals(XML));
    }
  }

  @Test
  @Tag("icom.6")
  void problems_are_xml_under_the_names_of_the_icom() {
    var lane = lane();

    var gone = lane.get(lane.start().replace("start", "0123456789ab"));

    assertEquals("application/problem+xml;charset=utf-8", gone.header("Content-Type"));
    assertEquals(
        "<problem xmlns=\"urn:ietf:rfc:7807\">"
            + "<type>https://icom.pi.rsfn.net.br/api/v1/error/notFound</type>"
            + "<title>Unknown iterationId</title><status>404</status>"
            + "<detail>This ISPB has no such stream. Start a new one.</detail></problem>",
        gone.text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/out/1234567/stream/start", "/api/v1/out/nope", "/api/v1/x"})
  @Tag("icom.6")
  void a_path_that_leads_nowhere_is_a_404_in_xml(String path) {
    var answer = lane().get(path);

    assertEquals(404, answer.status());
    assertTrue(answer.text().contains("/error/notFound</type>"), answer.text());
  }

  @Test
  @Tag("icom.6")
  void another_method_is_a_405_in_xml() {
    var lane = lane();

    var answer = lane.send("PUT", lane.start());

    assertEquals(405, answer.status());
    assertTrue(answer.text().contains("/error/methodNotAllowed</type>"), answer.text());
  }

  @Test
  @Tag("icom.7")
  void the_seventh_stream_is_refused_until_one_is_closed() {
    var lane = lane();
    var streams = IntStream.range(0, 6).mapToObj(_ -> lane.many(lane.start()).next()).toList();

    var refused = lane.many(lane.start());

    assertEquals(429, refused.status());
    assertTrue(Integer.parseInt(refused.header("Retry-After")) >= 1);
    assertTrue(refused.text().contains("/error/tooManyRequests</type>"), refused.text());
    lane.delete(streams.getFirst());
    assertEquals(204, lane.many(lane.start()).status());
  }

  @Test
  @Tag("icom.8")
  void the_catalogues_name_the_versions_that_are_spoken() {
    var in = lane().get("/api/v1/in/catalog");
    var out = lane().get("/api/v1/out/catalog", "Accept-Encoding", "gzip");

    assertEquals(XML, in.header("Content-Type"));
    assertTrue(in.text().startsWith("<Catalog><Message>"), in.text());
    assertTrue(in.text().contains("<Message>pacs.008.spi.1.16</Message>"), in.text());
    assertTrue(out.text().contains("<Message>admi.002.spi.1.5</Message>"), out.text());
    assertEquals("gzip", out.header("Content-Encoding"));
  }

  @Test
  @Tag("store.18")
  void the_lanes_of_one_institution_in_both_dialects_share_nothing() {
    var json = service.lane();
    json.store(1, 3);
    var lane = new IcomLane(service, json.ispb());
    lane.store(1, 2);

    assertEquals(2, lane.many(lane.start()).envelopes().size());
    assertEquals(3, json.start().numbers().size());
    assertEquals(204, lane.many(lane.start()).status());
  }

  /** One production reader looks them up with this very case. */
  @Test
  @Tag("icom.1")
  void header_names_are_spelled_as_the_contract_prints_them() {
    var lane = lane();
    lane.store(1, 1);
    try (var raw = new RawConnection(service.node().port(), service.node())) {
      raw.request("GET", lane.start(), "Connection", "close");

      var head = raw.rest();

      for (var name : List.of("\r\nContent-Type: ", "\r\nPI-ResourceId: ", "\r\nPI-Pull-Next: ")) {
        assertTrue(head.contains(name), head);
      }
    }
  }
}
