package dev.pixstream.server.json;

import static dev.pixstream.server.json.Bodies.stored;
import static dev.pixstream.server.json.Bodies.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms in which an amount may come, and those that are none. */
final class ValorFormsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.01",
        "0.1",
        "0.10",
        "0.010",
        "1",
        "1.0",
        "1.00",
        "1.000000",
        "90.2",
        "90.200",
        "100",
        "1e0",
        "1E0",
        "1e2",
        "1E+2",
        "1e+02",
        "1e-2",
        "10e-3",
        "1000000e-8",
        "12.5e1",
        "125e-1",
        "0.5E1",
        "0.00001e5",
        "9999999999999.99",
        "9.99999999999999e12",
        "999999999999999e-2",
        "9999999999999.990000",
        "4503599627370497.5e-4"
      })
  void an_amount_is_kept_to_the_cent(String form) {
    var value = new BigDecimal(form);
    if (value.stripTrailingZeros().scale() > 2) {
      assertRefused(form);
    } else {
      var cents = value.setScale(2).toPlainString();
      assertEquals(with("90.20", cents), stored(with("90.20", form)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "0.00",
        "0e9",
        "-0.01",
        "-1",
        "0.001",
        "0.009",
        "0.005",
        "1.005",
        "90.205",
        "1e-3",
        "9999999999999.991",
        "9999999999999.995",
        "10000000000000",
        "1e13",
        "1e400",
        "1e-400",
        "+1",
        ".5",
        "5.",
        "01",
        "00",
        "0x10",
        "1_000",
        "1,00",
        "1 0",
        "1e",
        "1e+",
        "e1",
        "--1",
        "1.2.3",
        "1f",
        "1d",
        "1L",
        "$1",
        "R$1",
        "NaN",
        "Infinity",
        "-Infinity",
        "\uFF11",
        "\u0661",
        "\"1\"",
        "\"\"",
        "null",
        "true",
        "[]",
        "[1]",
        "{}",
        "",
        "'1'"
      })
  void every_other_is_refused(String form) {
    assertRefused(form);
  }

  private static void assertRefused(String form) {
    assertThrows(InvalidBodyException.class, () -> stored(with("90.20", form)));
  }
}
