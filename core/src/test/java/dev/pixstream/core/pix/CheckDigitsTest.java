package dev.pixstream.core.pix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckDigitsTest {

  /** The last two meet a rest of 1 and of 0, which must give 0 and not 10 or 11. */
  @ParameterizedTest
  @ValueSource(strings = {"52998224725", "11144477735", "12345678909", "00000000000"})
  void known_cpfs_are_completed(String cpf) {
    assertEquals(cpf, CheckDigits.completeCpf(cpf.substring(0, 9)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"11222333000181", "00000000000191", "33000167000101", "60746948000112"})
  void known_numeric_cnpjs_are_completed(String cnpj) {
    assertEquals(cnpj, CheckDigits.completeCnpj(cnpj.substring(0, 12)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"12ABC34501DE35"})
  void known_alphanumeric_cnpjs_are_completed(String cnpj) {
    assertEquals(cnpj, CheckDigits.completeCnpj(cnpj.substring(0, 12)));
  }
}
