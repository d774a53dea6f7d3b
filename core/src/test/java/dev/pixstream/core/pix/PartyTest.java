package dev.pixstream.core.pix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartyTest {

  private static final String CPF = "98716278190";

  @ParameterizedTest
  @ValueSource(strings = {"98716278190", "11222333000181", "12ABC34501DE35", "ZZZZZZZZZZZZ00"})
  void cpf_and_both_kinds_of_cnpj_are_taken_whatever_their_check_digits(String cpfCnpj) {
    assertEquals(cpfCnpj, Samples.party("Ana", cpfCnpj, "1", "2").cpfCnpj());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "9871627819",
        "987162781900",
        "9871627819A",
        "987.162.781-90",
        "1122233300018",
        "112223330001811",
        "12ABC34501DE3A",
        "12abc34501de35",
        "٩٨٧١٦٢٧٨١٩٠"
      })
  void another_form_of_cpf_or_cnpj_is_refused_and_not_repeated(String cpfCnpj) {
    var fault = fault("/cpfCnpj", () -> Samples.party("Ana", cpfCnpj, "1", "2"));
    assertFalse(!cpfCnpj.isEmpty() && String.valueOf(fault.getMessage()).contains(cpfCnpj));
  }

  @Test
  void nome_agencia_and_conta_have_1_to_140_characters() {
    String longest = "é".repeat(140);
    assertEquals(longest, Samples.party(longest, CPF, longest, longest).agencia());
    fault("/nome", () -> Samples.party("", CPF, "1", "2"));
    fault("/agencia", () -> Samples.party("Ana", CPF, "", "2"));
    fault("/contaTransacional", () -> Samples.party("Ana", CPF, "1", ""));
  }

  @ParameterizedTest
  @MethodSource("dev.pixstream.core.pix.Samples#badTexts")
  void texts_that_are_too_long_or_not_plain_text_are_refused(String text) {
    fault("/nome", () -> Samples.party(text, CPF, "1", "2"));
    fault("/agencia", () -> Samples.party("Ana", CPF, text, "2"));
    fault("/contaTransacional", () -> Samples.party("Ana", CPF, "1", text));
  }

  @Test
  void a_fault_can_be_told_from_the_message_that_holds_the_party() {
    var fault = fault("/nome", () -> Samples.party("", CPF, "1", "2"));
    assertEquals("/pagador/nome", fault.under("pagador").pointer());
    assertEquals(fault.detail(), fault.under("pagador").detail());
  }

  @Test
  void the_text_of_a_party_for_logs_has_no_personal_data() {
    String text = Samples.party("Ana", CPF, "0001", "778899").toString();
    assertFalse(text.contains("Ana") || text.contains(CPF) || text.contains("778899"), text);
  }

  private static InvalidMessageException fault(String pointer, Runnable build) {
    var fault = assertThrows(InvalidMessageException.class, build::run);
    assertEquals(pointer, fault.pointer());
    return fault;
  }
}
