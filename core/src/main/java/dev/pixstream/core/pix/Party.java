package dev.pixstream.core.pix;

import dev.pixstream.core.model.Ispb;
import java.util.regex.Pattern;

/**
 * One side of a payment: a person or company and their account (contract, Representation). Texts
 * have 1 to 140 characters (Unicode code points) and no control characters.
 *
 * @param nome name of the account's holder
 * @param cpfCnpj CPF, 11 digits, or CNPJ, {@code [0-9A-Z]{12}[0-9]{2}}; check digits are not
 *     verified
 * @param ispb the institution that keeps the account
 * @param agencia branch
 * @param contaTransacional account number
 * @param tipoConta kind of account
 */
public record Party(
    String nome,
    String cpfCnpj,
    Ispb ispb,
    String agencia,
    String contaTransacional,
    TipoConta tipoConta) {

  private static final Pattern CPF_OR_CNPJ = Pattern.compile("[0-9]{11}|[0-9A-Z]{12}[0-9]{2}");

  /**
   * Checks every member.
   *
   * @throws InvalidMessageException with a pointer relative to the party, such as {@code /nome}
   */
  public Party {
    Text.requireFilled("/nome", nome);
    if (!CPF_OR_CNPJ.matcher(cpfCnpj).matches()) {
      throw new InvalidMessageException(
          "/cpfCnpj",
          "must be a CPF of 11 digits or a CNPJ of 12 characters of 0-9 and A-Z and 2 digits");
    }
    Text.requireFilled("/agencia", agencia);
    Text.requireFilled("/contaTransacional", contaTransacional);
  }

  /** Leaves personal data out, so that none can reach a log. */
  @Override
  public String toString() {
    return "Party[ispb=" + ispb + ", tipoConta=" + tipoConta + "]";
  }
}
