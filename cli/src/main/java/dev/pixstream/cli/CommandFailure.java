package dev.pixstream.cli;

/** Ends the command with one line for the person at the terminal, and no stack trace. */
final class CommandFailure extends RuntimeException {

  static final int FAILED = 1;
  static final int USAGE = 2;

  private final int status;

  private CommandFailure(String message, int status) {
    super(message);
    this.status = status;
  }

  /** It could not be done. */
  static CommandFailure failed(String message) {
    return new CommandFailure(message, FAILED);
  }

  /** It was asked for in the wrong way. */
  static CommandFailure usage(String message) {
    return new CommandFailure(message, USAGE);
  }

  int status() {
    return status;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
