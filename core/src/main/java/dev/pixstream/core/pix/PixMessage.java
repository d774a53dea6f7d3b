package dev.pixstream.core.pix;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A payment order as the receiving institution gets it (contract, Representation). An instance is
 * valid: the constructors of the message and its parts refuse everything else.
 *
 * @param endToEndId identity of the payment; equal ids mean the same payment
 * @param valor amount in reais, 0.01 to 9999999999999.99; any number of equal value is taken and
 *     kept with two decimals
 * @param pagador who pays
 * @param recebedor who receives; its ISPB is the lane of the message
 * @param campoLivre free text of the payer, at most 140 characters, may be empty
 * @param txId id that the receiver gave to the charge, at most 140 characters, may be empty
 * @param dataHoraPagamento when it was paid, in milliseconds, years 0000 to 9999
 */
public record PixMessage(
    EndToEndId endToEndId,
    BigDecimal valor,
    Party pagador,
    Party recebedor,
    String campoLivre,
    String txId,
    Instant dataHoraPagamento) {

  /**
   * Checks every member that is not valid by its type.
   *
   * @throws InvalidMessageException with a pointer relative to the message, such as {@code /valor}
   */
  public PixMessage {
    valor = Valor.normalized(valor);
    Text.require("/campoLivre", campoLivre);
    Text.require("/txId", txId);
    PaymentTime.require(dataHoraPagamento);
  }

  /** Leaves personal data out, so that none can reach a log. */
  @Override
  public String toString() {
    return "PixMessage[" + endToEndId + "]";
  }
}
