package dev.pixstream.server.console.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The two languages say the same. */
final class TextsTest {
  @Test
  @Tag("telemetry.8")
  void what_is_said_in_one_language_is_said_in_the_other() {
    assertEquals(words("en").keySet(), words("pt").keySet());
  }

  private static ResourceBundle words(String code) {
    return ResourceBundle.getBundle("dev.pixstream.server.console.texts_" + code, Locale.ROOT);
  }
}
