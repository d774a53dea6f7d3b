package dev.pixstream.core.pix;

/**
 * Check digits of CPF and CNPJ: two digits, each by modulo 11 over all that precedes it. In an
 * alphanumeric CNPJ a letter counts as its ASCII code less 48 (contract, Representation), which
 * leaves digits worth themselves.
 */
final class CheckDigits {

  /** Weights run 2, 3, 4 … from the right; a CPF is too short to reach their end. */
  private static final int CPF_WEIGHT_MAX = 11;

  /** Weights run 2 to 9 from the right and start again at 2. */
  private static final int CNPJ_WEIGHT_MAX = 9;

  private CheckDigits() {}

  /** The whole CPF for its first 9 digits. */
  static String completeCpf(String base) {
    return complete(base, CPF_WEIGHT_MAX);
  }

  /** The whole CNPJ for its first 12 characters. */
  static String completeCnpj(String base) {
    return complete(base, CNPJ_WEIGHT_MAX);
  }

  private static String complete(String base, int weightMax) {
    String withFirst = base + digit(base, weightMax);
    return withFirst + digit(withFirst, weightMax);
  }

  private static int digit(String text, int weightMax) {
    int sum = 0;
    int weight = 2;
    for (int i = text.length() - 1; i >= 0; i--) {
      sum += (text.charAt(i) - '0') * weight;
      weight = weight == weightMax ? 2 : weight + 1;
    }
    int rest = sum % 11;
    return rest < 2 ? 0 : 11 - rest;
  }
}
