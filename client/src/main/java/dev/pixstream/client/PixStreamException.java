package dev.pixstream.client;

/** The server refused, can't be reached, or does not keep the contract. */
public sealed class PixStreamException extends RuntimeException
    permits SupersededException, UnreachableException {

  /** Of the response, 0 if there was none. */
  private final int status;

  /**
   * Says what went wrong.
   *
   * @param status of the response, 0 if there was none
   */
  PixStreamException(String message, int status) {
    super(message);
    this.status = status;
  }

  /** The status of the response that refused, 0 if there was none. */
  public int status() {
    return status;
  }
}
