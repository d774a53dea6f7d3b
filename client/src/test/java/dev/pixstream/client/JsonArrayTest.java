package dev.pixstream.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonArrayTest {

  @Test
  void elements_keep_their_very_text() {
    var first = "{\"a\":1.50,\"b\":{\"c\":[1,{\"d\":[]}]}}";
    var second = "{ \"é\" : \"João 😀\" }";
    assertEquals(List.of(first, second), JsonArray.split("[" + first + "," + second + "]"));
  }

  @Test
  void brackets_commas_and_quotes_in_strings_are_text() {
    var tricky = "{\"x\":\"},{ ] \\\" \\\\\",\"\\\\\\\"]\":\"\\u005d\"}";
    assertEquals(List.of(tricky, "{}"), JsonArray.split("[" + tricky + ",{}]"));
  }

  @Test
  void white_space_around_elements_is_dropped() {
    assertEquals(List.of("{}", "{}"), JsonArray.split(" \r\n[\t{} ,\n{} ] "));
  }

  @Test
  void an_empty_array_has_no_elements() {
    assertEquals(List.of(), JsonArray.split("[ ]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "{}", "[", "[{}", "[{},]", "[{}{}]", "[{]]", "[{\"a", "[{\"a\\", "[1]", "[{}]x", "[{}}"
      })
  void anything_else_is_refused(String text) {
    assertThrows(IllegalArgumentException.class, () -> JsonArray.split(text));
  }
}
