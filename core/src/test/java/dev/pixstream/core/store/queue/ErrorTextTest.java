package dev.pixstream.core.store.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ErrorTextTest {
  @Test
  @Tag("processing.10")
  void an_error_text_is_bounded_and_on_one_line() {
    assertEquals("", ErrorText.of(new IllegalStateException()));
    assertEquals("a b c", ErrorText.of(new IllegalStateException("a\nb\0c")));
    assertEquals(500, ErrorText.of(new IllegalStateException("é".repeat(10_000))).length());
  }

  @Test
  void no_half_of_a_character_is_left() {
    assertEquals(
        "x".repeat(499) + " ", ErrorText.of(new IllegalStateException("x".repeat(499) + "😊")));
    assertEquals("😊 ", ErrorText.of(new IllegalStateException("😊\uD83D")));
  }
}
