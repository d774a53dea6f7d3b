package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and free texts of every kind, through the database and back. */
@ContractTest(waitMs = 300)
final class TextsTest {
  private static final String NAME = "Marcos José 1";

  private final Service service;

  TextsTest(Service service) {
    this.service = service;
  }

  static Stream<String> a_text_is_delivered_as_it_came() {
    return Stream.of(
        "O'Brien; DROP TABLE pixstream.message;--",
        "ação às três",
        "a\u0301 combined and á composed",
        "İıŞş ß ẞ",
        "李小龍 ひらがな 한글",
        "عربي עברית",
        "😊👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "\uFEFFx",
        "\u00A0 \u200B\u202E\u2028\u2029",
        "\uFFFD\uFFFE\uD83D\uDE0A",
        "%s %n ${x} {{y}} <b>&amp;</b>",
        "\\N",
        "\\\\ \\\" /",
        "null",
        " x ",
        "x".repeat(140),
        "😊".repeat(140));
  }

  @ParameterizedTest
  @MethodSource
  void a_text_is_delivered_as_it_came(String text) {
    var lane = service.lane();
    var escaped = text.equals("\\N") ? "\\\\N" : text;
    var message = Messages.message(lane.ispb(), 1).replace(NAME, escaped);

    assertEquals(201, lane.post(message).status());

    assertEquals(message, lane.startOne().body());
    assertEquals(200, lane.node().get(lane.messages() + "/" + Messages.endToEndId(1)).status());
    var console = "/console/messages/" + lane.ispb() + "/" + Messages.endToEndId(1);
    try (var connection = lane.node().connect()) {
      assertEquals(200, connection.request("GET", console).exchange("GET", console).status());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\u0000",
        "x\\u0000y",
        "\\u0007",
        "\\u001f",
        "\\u007f",
        "\\u0085",
        "\\n",
        "\\t",
        "\\ud83d",
        "\\ude0a\\ud83d",
        "\t",
        "\u0000",
        "\u007f",
        ""
      })
  void one_with_control_characters_or_halves_of_characters_is_refused(String text) {
    var lane = service.lane();

    lane.post(Messages.message(lane.ispb(), 1).replace(NAME, text))
        .assertProblem(400, "invalid-request");

    lane.startOne().assertNothingYet();
  }

  @ParameterizedTest
  @ValueSource(ints = {141, 1_000, 100_000})
  void a_longer_one_is_refused(int characters) {
    var lane = service.lane();

    lane.post(Messages.message(lane.ispb(), 1).replace(NAME, "x".repeat(characters)))
        .assertProblem(400, "invalid-request", "/pagador/nome");
  }
}
