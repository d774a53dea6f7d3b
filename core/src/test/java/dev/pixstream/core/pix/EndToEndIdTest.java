package dev.pixstream.core.pix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndToEndIdTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "E320749862024022119277T3lEBbUM0z",
        "EA1B2C3D42024022923590000000000Z",
        "E000000002000010100000000000000a"
      })
  void a_well_formed_id_is_taken_as_it_is(String text) {
    assertEquals(Optional.of(new EndToEndId(text)), EndToEndId.parse(text));
    assertEquals(text, new EndToEndId(text).value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "e320749862024022119277T3lEBbUM0z",
        "D320749862024022119277T3lEBbUM0z",
        "E320749862024022119277T3lEBbUM0",
        "E320749862024022119277T3lEBbUM0zz",
        "E3207498a2024022119277T3lEBbUM0z",
        "E32074986202402211927-T3lEBbUM0z",
        "E320749862024022119277T3lEBbUMé"
      })
  void another_form_is_refused(String text) {
    assertRefused(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "202402301200",
        "202302291200",
        "202413011200",
        "202400011200",
        "202401322359",
        "202401002359",
        "202401012400",
        "202401011260"
      })
  void a_minute_that_no_calendar_has_is_refused(String minute) {
    assertRefused("E32074986" + minute + "7T3lEBbUM0z");
  }

  private static void assertRefused(String text) {
    assertEquals(Optional.empty(), EndToEndId.parse(text));
    var fault = assertThrows(InvalidMessageException.class, () -> new EndToEndId(text));
    assertEquals("/endToEndId", fault.pointer());
  }
}
