package dev.pixstream.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageKeyTest {
  private static final String LONGEST = "0123456789abcdef".repeat(4);

  @ParameterizedTest
  @ValueSource(strings = {"!", "~", "E1234567820260101000000000000001", "PI/1:2"})
  void printable_text_is_a_key(String text) {
    assertEquals(text, new MessageKey(text).toString());
    assertEquals(LONGEST, new MessageKey(LONGEST).value());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "\t", "\u007f", "é"})
  void anything_else_is_none(String text) {
    assertThrows(IllegalArgumentException.class, () -> new MessageKey(text));
    assertThrows(IllegalArgumentException.class, () -> new MessageKey(LONGEST + "x"));
  }
}
