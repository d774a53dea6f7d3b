package dev.pixstream.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IspbTest {

  @ParameterizedTest
  @ValueSource(strings = {"00000000", "32074986", "A1B2C3D4", "ZZZZZZZZ"})
  void eight_digits_or_capitals_are_an_ispb(String text) {
    assertEquals(text, new Ispb(text).value());
    assertEquals(Optional.of(new Ispb(text)), Ispb.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1234567",
        "123456789",
        "1234567a",
        " 1234567",
        "1234567\n",
        "1234567Á",
        "١٢٣٤٥٦٧٨"
      })
  void anything_else_is_refused_and_not_repeated(String text) {
    assertEquals(Optional.empty(), Ispb.parse(text));
    var fault = assertThrows(IllegalArgumentException.class, () -> new Ispb(text));
    String message = String.valueOf(fault.getMessage());
    assertTrue(message.contains("8 characters of 0-9 and A-Z"));
    assertFalse(!text.isEmpty() && message.contains(text));
  }
}
