package dev.pixstream.core.pix;

import java.math.BigDecimal;

/** The rules for an amount in reais (contract, Representation). */
final class Valor {

  static final BigDecimal MIN = new BigDecimal("0.01");
  static final BigDecimal MAX = new BigDecimal("9999999999999.99");

  private static final int SCALE = 2;

  private Valor() {}

  /**
   * The same amount with two decimals. The range is checked first: to write out 1e1000000000 with
   * two decimals would take a gigabyte, to compare it takes none.
   */
  static BigDecimal normalized(BigDecimal valor) {
    if (valor.compareTo(MIN) < 0 || valor.compareTo(MAX) > 0) {
      throw new InvalidMessageException(
          "/valor", "must be from " + MIN + " to " + MAX.toPlainString());
    }
    if (valor.stripTrailingZeros().scale() > SCALE) {
      throw new InvalidMessageException("/valor", "must have at most two decimals");
    }
    return valor.setScale(SCALE);
  }
}
