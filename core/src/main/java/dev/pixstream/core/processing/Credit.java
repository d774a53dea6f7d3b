package dev.pixstream.core.processing;

import dev.pixstream.core.model.Payload;

/**
 * What a message credits to whom, read from its canonical bytes without parsing what it does not
 * need.
 *
 * @param agencia branch of the recebedor's account
 * @param conta its number
 * @param tipoConta its kind
 * @param cents the amount in hundredths of a real; exact, as canonical amounts have two decimals
 */
public record Credit(String agencia, String conta, String tipoConta, long cents) {

  /**
   * Reads a message.
   *
   * @throws PermanentFailure if the bytes are not those of a canonical message
   */
  public static Credit of(Payload payload) throws PermanentFailure {
    var in = new CanonicalReader(payload.bytes());
    in.expect("{\"endToEndId\":");
    in.skipText();
    in.expect(",\"valor\":");
    long cents = in.cents();
    in.expect(",\"pagador\":{\"nome\":");
    in.skipText();
    in.expect(",\"cpfCnpj\":");
    in.skipText();
    in.expect(",\"ispb\":");
    in.skipText();
    in.expect(",\"agencia\":");
    in.skipText();
    in.expect(",\"contaTransacional\":");
    in.skipText();
    in.expect(",\"tipoConta\":");
    in.skipText();
    in.expect("},\"recebedor\":{\"nome\":");
    in.skipText();
    in.expect(",\"cpfCnpj\":");
    in.skipText();
    in.expect(",\"ispb\":");
    in.skipText();
    in.expect(",\"agencia\":");
    var agencia = in.text();
    in.expect(",\"contaTransacional\":");
    var conta = in.text();
    in.expect(",\"tipoConta\":");
    var tipoConta = in.text();
    return new Credit(agencia, conta, tipoConta, cents);
  }

  /** Leaves the account out, so that none can reach a log. */
  @Override
  public String toString() {
    return "Credit[tipoConta=" + tipoConta + "]";
  }
}
