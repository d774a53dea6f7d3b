package dev.pixstream.core.model;

/**
 * What a message credits, and to which account.
 *
 * @param agencia branch of the recebedor's account
 * @param conta its number
 * @param tipoConta its kind
 * @param cents the amount in hundredths of a real; exact
 */
public record Credit(String agencia, String conta, String tipoConta, long cents) {

  /** Leaves the account out, so that none can reach a log. */
  @Override
  public String toString() {
    return "Credit[tipoConta=" + tipoConta + "]";
  }
}
