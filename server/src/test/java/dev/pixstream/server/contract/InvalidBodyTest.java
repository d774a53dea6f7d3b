package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Storing: a body that breaks a rule is refused, and the answer points to the member. */
@ContractTest(waitMs = 300)
final class InvalidBodyTest {
  private final Service service;

  InvalidBodyTest(Service service) {
    this.service = service;
  }

  static Stream<Arguments> a_wrong_member_is_named() {
    return Stream.of(
        wrong("/valor", m -> m.replace("1.01,", "0.00,")),
        wrong("/valor", m -> m.replace("1.01,", "10000000000000.00,")),
        wrong("/valor", m -> m.replace("1.01,", "1.001,")),
        wrong("/valor", m -> m.replace("1.01,", "\"1.01\",")),
        wrong("/valor", m -> m.replace("\"valor\":1.01,", "")),
        wrong("/endToEndId", m -> m.replace("E12345678", "X12345678")),
        wrong("/endToEndId", m -> m.replace("20260101", "20261301")),
        wrong("/pagador/cpfCnpj", m -> m.replace("98716278190", "987.162.781-90")),
        wrong("/pagador/nome", m -> m.replace("Marcos José 1", "")),
        wrong("/recebedor/cpfCnpj", m -> m.replace("12ABC34501DE35", "12ABC34501DEXX")),
        wrong("/recebedor/tipoConta", m -> m.replace("SVGS", "svgs")),
        wrong("/recebedor/agencia", m -> m.replace("\"0361\"", "361")),
        wrong(
            "/recebedor/ispb", m -> m.replaceAll("\"ispb\":\"0.......\"", "\"ispb\":\"99999999\"")),
        wrong("/recebedor", m -> m.replaceAll("\"recebedor\":\\{[^}]*}", "\"recebedor\":null")),
        wrong("/campoLivre", m -> m.replace(" ção\"", "x".repeat(140) + "\"")),
        wrong("/txId", m -> m.replace("\"txId\":\"\",", "\"txId\":\"\",\"txId\":\"\",")),
        wrong("/dataHoraPagamento", m -> m.replace("001Z", "001")),
        wrong("/surprise", m -> m.replace("\"txId\"", "\"surprise\":1,\"txId\"")),
        wrong("/pagador/apelido", m -> m.replace("{\"nome\":\"M", "{\"apelido\":1,\"nome\":\"M")),
        wrong("/pagador", m -> m.replace("{\"nome\":\"M", "{\"<b>/\":1,\"nome\":\"M")));
  }

  @ParameterizedTest
  @MethodSource
  @Tag("storing.1")
  void a_wrong_member_is_named(String pointer, UnaryOperator<String> spoil) {
    var lane = service.lane();
    var message = Messages.message(lane.ispb(), 1);
    var wrong = spoil.apply(message);
    assertTrue(!wrong.equals(message));

    assertRefused(lane, wrong, pointer);
    assertRefused(lane, "[" + Messages.message(lane.ispb(), 2) + "," + wrong + "]", "/1" + pointer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "[[]]",
        "\"text\"",
        "12",
        "true",
        "{",
        "}",
        "{\"endToEndId\":",
        "[1,",
        "{}{}",
        "{\"endToEndId\":\"E1\"} x",
        "NaN",
        "<xml/>",
        "\uFEFF{}"
      })
  @Tag("storing.1")
  void an_invalid_message_is_refused(String body) {
    var lane = service.lane();

    var refused = lane.post(body).assertProblem(400, "invalid-request");

    assertTrue(refused.json().containsKey("member"), refused::body);
  }

  @Test
  @Tag("storing.1")
  void bytes_that_are_no_utf_8_are_refused() {
    var lane = service.lane();
    var body = Messages.message(lane.ispb(), 1).replaceAll("[^\\x20-\\x7e]", "\u00e9");
    try (var connection = lane.node().connect()) {
      connection.write(
          "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
              .formatted(lane.messages(), body.length(), body));
      connection.answer("POST", lane.messages()).assertProblem(400, "invalid-request");
    }
  }

  @Test
  @Tag("errors.1")
  void a_refusal_does_not_repeat_what_was_sent() {
    var lane = service.lane();
    var wrong = Messages.message(lane.ispb(), 1).replace("98716278190", "9871627819X");

    var refused = lane.post(wrong).assertProblem(400, "invalid-request", "/pagador/cpfCnpj");

    assertTrue(!refused.body().contains("9871627819"), refused::body);
  }

  private static Arguments wrong(String pointer, UnaryOperator<String> spoil) {
    return Arguments.of(pointer, spoil);
  }

  private void assertRefused(Lane lane, String body, String pointer) {
    var refused = lane.post(body).assertProblem(400, "invalid-request", pointer);
    assertTrue(!refused.json().getString("detail").isBlank());
    assertEquals(
        "0",
        service
            .database()
            .query("SELECT count(*) FROM pixstream.message WHERE ispb = '" + lane.ispb() + "'")
            .getFirst());
  }
}
