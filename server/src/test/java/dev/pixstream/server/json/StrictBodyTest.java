package dev.pixstream.server.json;

import static dev.pixstream.server.json.Bodies.CANONICAL;
import static dev.pixstream.server.json.Bodies.arrayOf;
import static dev.pixstream.server.json.Bodies.assertRefused;
import static dev.pixstream.server.json.Bodies.read;
import static dev.pixstream.server.json.Bodies.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The body as JSON: how much of it, how formed, in which bytes. */
@Timeout(20)
class StrictBodyTest {

  @Test
  void a_body_holds_one_object_or_an_array_of_1_to_1000() {
    assertEquals(1, read(CANONICAL).size());
    assertEquals(1, read(arrayOf(1)).size());
    assertEquals(1_000, read(" " + arrayOf(1_000) + "\r\n").size());
    assertTrue(assertRefused("", "[]").detail().contains("at least one"));
    assertTrue(assertRefused("", arrayOf(1_001)).detail().contains("at most 1000"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t "})
  void an_empty_body_is_said_to_be_empty(String body) {
    assertTrue(assertRefused("", body).detail().contains("empty"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "1", "\"x\"", "true"})
  void another_json_value_is_refused_alone_and_in_an_array(String value) {
    assertTrue(assertRefused("", value).detail().startsWith("must be an object, not "));
    assertRefused("/0", "[" + value + "]");
    assertRefused("/1", "[" + CANONICAL + "," + value + "]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "1", "null", "\"Marcos\""})
  void a_second_json_value_is_refused(String more) {
    assertTrue(assertRefused("", CANONICAL + " " + more).detail().contains("line 1, column "));
    assertRefused("", arrayOf(2) + more);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"valor\":90.20 \"txId\":\"\"} | line 1, column 16",
        "{\"valor\":090.20} | line 1, column 11",
        "{\"valor\":NaN} | line 1, column ",
        "{valor:1} | line 1, column 2",
        "{'valor':1} | line 1, column 2",
        "{\"txId\":\"Marcos | line 1, column ",
        "{\"endToEndId\":Marcos} | line 1, column ",
        "] | line 1, column ",
        "[,] | line 1, column ",
        "{,} | line 1, column ",
        "/* Marcos */ {} | line 1, column ",
        "{\"valor\":9\\u0030} | line 1, column ",
        "{\"txId\":\"Marcos\\x\"} | line 1, column "
      })
  void malformed_json_is_located_and_not_repeated(String body, String place) {
    String detail = assertRefused("", body).detail();
    assertTrue(detail.contains(place), detail);
    assertTrue(!detail.contains("Marcos"), detail);
  }

  @Test
  void the_place_counts_lines_and_characters() {
    String body = Bodies.PRINTED.replace("\"cpfCnpj\":\"98716278190\"", "\"cpfCnpj\"98716278190");
    String detail = assertRefused("", body).detail();
    // Behind the space at the start of the line, with é as one character.
    assertTrue(detail.contains("line 2, column 43"), detail);
  }

  @Test
  void every_cut_body_is_refused() {
    for (int length = 0; length < CANONICAL.length(); length++) {
      assertRefused("", CANONICAL.substring(0, length));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/0, '['",
    "/valor, '{\"valor\":['",
    "/x, '{\"x\":'",
    "/pagador/pagador, '{\"pagador\":'",
    "/0/pagador, '[{\"pagador\":['"
  })
  void depth_does_not_matter_because_the_first_value_of_a_wrong_type_ends_it(
      String pointer, String bomb) {
    assertRefused(pointer, bomb.repeat(300_000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "c0af",
        "c3",
        "e28288c3",
        "eda080",
        "eda0bdedb88a",
        "f4908080",
        "fe",
        "e08080",
        "f880"
      })
  void bytes_that_are_not_utf_8_are_refused_with_their_place(String hex) {
    byte[] bad = HexFormat.of().parseHex(hex);
    byte[] body = Bodies.utf8(with("Marcos José", "@".repeat(bad.length)));
    int at = CANONICAL.indexOf("Marcos");
    System.arraycopy(bad, 0, body, at, bad.length);
    String detail = assertRefused("", body).detail();
    assertTrue(detail.contains("UTF-8") && detail.contains("byte "), detail);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "UTF-16", "ISO-8859-1"})
  void no_other_encoding_is_guessed(String charset) {
    assertRefused("", CANONICAL.getBytes(Charset.forName(charset)));
  }

  @Test
  void a_byte_order_mark_is_refused() {
    assertRefused("", ("\uFEFF" + CANONICAL).getBytes(StandardCharsets.UTF_8));
  }
}
