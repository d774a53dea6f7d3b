package dev.pixstream.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LaneIdTest {
  @ParameterizedTest
  @CsvSource({"12345678,JSON", "icom:12345678,ICOM", "icom2:12345678,ICOM2"})
  void a_stored_name_is_that_of_one_lane(String name, Channel channel) {
    var lane = new LaneId(channel, new Ispb("12345678"));

    assertEquals(lane, LaneId.of(name));
    assertEquals(name, lane.value());
    assertEquals(name, lane.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        ":12345678",
        "json:12345678",
        "icom:",
        "icom:1",
        "ICOM:12345678",
        "icom:icom:12345678",
        "12345678:"
      })
  void other_texts_name_no_lane(String text) {
    assertEquals(Optional.empty(), LaneId.parse(text));
    assertThrows(IllegalArgumentException.class, () -> LaneId.of(text));
  }

  @Test
  void the_lane_of_the_json_contract_has_the_name_it_always_had() {
    assertEquals("12345678", LaneId.json(new Ispb("12345678")).value());
  }
}
