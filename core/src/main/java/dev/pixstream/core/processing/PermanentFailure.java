package dev.pixstream.core.processing;

/** An error that repeating can't cure: the message goes to the dead letters at once. */
public class PermanentFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * Says what is wrong with the message.
   *
   * @param reason kept with the dead letter, so it must hold no personal data
   */
  public PermanentFailure(String reason) {
    super(reason);
  }

  /** The same, with the error that told. */
  public PermanentFailure(String reason, Throwable cause) {
    super(reason, cause);
  }
}
