package dev.pixstream.core.pix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PixMessageTest {

  @ParameterizedTest
  @CsvSource({
    "0.01, 0.01",
    "90.2, 90.20",
    "1e2, 100.00",
    "0.010000, 0.01",
    "9999999999999.99, 9999999999999.99",
    "9.99999999999999e12, 9999999999999.99"
  })
  void valor_is_kept_with_two_decimals_however_it_was_written(String in, String out) {
    assertEquals(out, Samples.withValor(in).valor().toPlainString());
    assertEquals(Samples.withValor(out), Samples.withValor(in));
  }

  @ParameterizedTest
  @Timeout(5)
  @ValueSource(
      strings = {
        "0",
        "0e1000000000",
        "-1",
        "0.009",
        "90.205",
        "9999999999999.991",
        "10000000000000",
        "1e1000000000",
        "1e-1000000000",
        "-1e1000000000"
      })
  void a_valor_out_of_range_or_with_more_decimals_is_refused_at_once(String valor) {
    assertFault("/valor", () -> Samples.withValor(valor));
  }

  @Test
  void campo_livre_and_tx_id_may_be_empty_and_have_140_characters() {
    var longest = "😊".repeat(140);
    assertEquals("", Samples.withTexts("", "").campoLivre());
    assertEquals(longest, Samples.withTexts(longest, "").campoLivre());
    assertEquals(longest, Samples.withTexts("", longest).txId());
  }

  @ParameterizedTest
  @MethodSource("dev.pixstream.core.pix.Samples#badTexts")
  void texts_that_are_too_long_or_not_plain_text_are_refused(String text) {
    assertFault("/campoLivre", () -> Samples.withTexts(text, ""));
    assertFault("/txId", () -> Samples.withTexts("", text));
  }

  @Test
  void a_time_finer_than_a_millisecond_or_beyond_four_digit_years_is_refused() {
    assertFault("/dataHoraPagamento", () -> Samples.withTime(Samples.TIME.plusNanos(1)));
    assertFault("/dataHoraPagamento", () -> Samples.withTime(PaymentTime.MAX.plusMillis(1)));
    assertFault("/dataHoraPagamento", () -> Samples.withTime(PaymentTime.MIN.minusMillis(1)));
    assertFault("/dataHoraPagamento", () -> Samples.withTime(Instant.MAX));
    assertEquals(PaymentTime.MAX, Samples.withTime(PaymentTime.MAX).dataHoraPagamento());
    assertEquals(PaymentTime.MIN, Samples.withTime(PaymentTime.MIN).dataHoraPagamento());
  }

  @Test
  void the_text_of_a_message_for_logs_has_no_personal_data() {
    var text = Samples.withTexts("segredo", "txid").toString();
    assertFalse(text.contains("Marcos") || text.contains("98716278190"), text);
    assertFalse(text.contains("segredo"), text);
  }

  private static void assertFault(String pointer, Runnable build) {
    assertEquals(pointer, assertThrows(InvalidMessageException.class, build::run).pointer());
  }
}
