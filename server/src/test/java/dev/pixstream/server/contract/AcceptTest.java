package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Representation: which one a collector gets for its Accept. */
@ContractTest(waitMs = 300)
final class AcceptTest {
  private final Service service;

  AcceptTest(Service service) {
    this.service = service;
  }

  @Test
  @Tag("representation.2")
  void without_accept_one_message_is_sent() {
    assertOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t"})
  void an_empty_accept_is_none(String accept) {
    var lane = service.lane();
    lane.store(1, 12);
    try (var connection = lane.node().connect()) {
      connection.request("GET", lane.startPath(), "Accept", accept);

      connection.answer("GET", lane.startPath()).assertBatch(1, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*/*",
        "application/json",
        "Application/JSON",
        "application/*",
        "application/json, text/html",
        "text/html, */*;q=0.1",
        "text/html, image/gif, *; q=.2, */*; q=.2",
        "application/json;charset=utf-8",
        "application/json;q=0.9, multipart/json;q=0.8",
        "application/json, multipart/json;q=0.999",
        "application/json;q=0.001, multipart/json;q=0",
        "multipart/json;q=0, */*",
        "multipart/*, application/json",
        "multipart/json;q=0.5, */*",
        "multipart/json;q=zero, application/json",
        ",, application/json ,",
        "gibberish, application/json"
      })
  @Tag("representation.2")
  void one_message_is_sent_for(String accept) {
    assertOne("Accept", accept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multipart/json",
        "MULTIPART/JSON",
        "multipart/*",
        "multipart/json, application/json",
        "application/json, multipart/json",
        "application/json;q=0.5, multipart/json;q=0.5",
        "application/json;q=0.8, multipart/json;q=0.9",
        "application/json ; Q=0.8 , multipart/json ; Q=0.900",
        "multipart/json, */*",
        "*/*, multipart/json",
        "application/*, multipart/json",
        "application/*, multipart/*",
        "application/json;q=0, multipart/json;q=0.001",
        "text/html, multipart/json;q=0.1"
      })
  @Tag("representation.2")
  void several_messages_are_sent_for(String accept) {
    assertMany("Accept", accept);
  }

  @Test
  @Tag("representation.2")
  void several_accept_headers_count_as_one() {
    assertMany("Accept", "application/json;q=0.5", "Accept", "multipart/json");
    assertOne("Accept", "text/html", "Accept", "application/json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html",
        "text/*",
        "application/xml, text/plain",
        "application/json;q=0",
        "application/json;q=0.0, multipart/json;q=0.000",
        "*/*;q=0",
        "application/jsonp",
        "application/problem+json",
        "multipart/form-data",
        "application/json;q=2",
        "application/json;q=high",
        "gibberish",
        ";;;"
      })
  @Tag("representation.2")
  void nothing_is_sent_for(String accept) {
    var lane = service.lane();
    lane.store(1, 1);

    lane.node().get(lane.startPath(), "Accept", accept).assertProblem(406, "not-acceptable");

    assertEquals(0, service.openStreams(lane));
    lane.assertOutcomes(1, 1);
  }

  private void assertOne(String... accept) {
    var lane = service.lane();
    lane.store(1, 12);
    var answer = lane.node().get(lane.startPath(), accept);
    answer.assertBatch(1, 1);
    assertEquals('{', answer.body().charAt(0));
  }

  private void assertMany(String... accept) {
    var lane = service.lane();
    lane.store(1, 12);
    var answer = lane.node().get(lane.startPath(), accept);
    answer.assertBatch(1, 10);
    assertEquals(
        List.of('[', ']'),
        Stream.of(0, answer.body().length() - 1).map(answer.body()::charAt).toList());
  }
}
