package dev.pixstream.check;

/** The promise can't be checked here. Ends the check; the message is the reason. */
final class Inapplicable extends RuntimeException {
  Inapplicable(String reason) {
    super(reason);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
