package dev.pixstream.core.pix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentTimeTest {

  @ParameterizedTest
  @CsvSource({
    "2022-07-23T19:47:18.108Z, 2022-07-23T19:47:18.108Z",
    "2022-07-23T19:47:18.1Z,   2022-07-23T19:47:18.100Z",
    "2022-07-23T19:47:18.10Z,  2022-07-23T19:47:18.100Z",
    "2022-07-23T19:47:18Z,     2022-07-23T19:47:18.000Z",
    "2024-02-29T23:59:59.999Z, 2024-02-29T23:59:59.999Z",
    "0000-01-01T00:00:00Z,     0000-01-01T00:00:00.000Z",
    "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z",
  })
  void up_to_three_digits_of_fraction_are_read_and_three_are_written(String in, String out) {
    assertEquals(Optional.of(out), PaymentTime.parse(in).map(PaymentTime::format));
    assertEquals(Optional.of(Instant.parse(in)), PaymentTime.parse(in));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2022-07-23",
        "2022-07-23T19:47Z",
        "2022-07-23T19:47:18",
        "2022-07-23T19:47:18.Z",
        "2022-07-23T19:47:18.1080Z",
        "2022-07-23T19:47:18,108Z",
        "2022-07-23T19:47:18.108z",
        "2022-07-23t19:47:18.108Z",
        "2022-07-23 19:47:18.108Z",
        "2022-07-23T19:47:18.108+00:00",
        "2022-07-23T19:47:18.108-03:00",
        "2022-07-23T24:00:00Z",
        "2022-07-23T19:47:60Z",
        "2022-06-31T19:47:18Z",
        "2023-02-29T19:47:18Z",
        "+2022-07-23T19:47:18Z",
        "-0001-07-23T19:47:18Z",
        "12022-07-23T19:47:18Z",
        " 2022-07-23T19:47:18Z",
        "2022-07-23T19:47:18Z "
      })
  void every_other_way_to_write_a_time_is_refused(String text) {
    assertEquals(Optional.empty(), PaymentTime.parse(text));
  }
}
