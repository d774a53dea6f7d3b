package dev.pixstream.check.trial;

/** The promise can't be checked here. Ends the check; the message is the reason. */
public final class Inapplicable extends RuntimeException {
  public Inapplicable(String reason) {
    super(reason);
  }

  public String reason() {
    return String.valueOf(getMessage());
  }
}
