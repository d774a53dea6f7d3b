package dev.pixstream.core.pix;

/** Random CPF and CNPJ numbers with right check digits. */
record RandomDocument(Pick pick) {

  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final int ALPHANUMERIC_PERCENT = 40;

  String cpf() {
    return CheckDigits.completeCpf(pick.characters(Pick.DIGITS, 9));
  }

  /** Eight characters name the company, the next four its establishment, mostly the first one. */
  String cnpj() {
    return CheckDigits.completeCnpj(root() + (pick.percent(80) ? "0001" : establishment()));
  }

  private String root() {
    return pick.percent(ALPHANUMERIC_PERCENT)
        // One letter at least, else one in 30,000 of these would be a numeric CNPJ.
        ? pick.characters(Pick.UPPER, 2)
            + pick.characters(LETTERS, 1)
            + pick.characters(Pick.UPPER, 5)
        : pick.characters(Pick.DIGITS, 8);
  }

  private String establishment() {
    return "00" + pick.between(10, 99);
  }
}
