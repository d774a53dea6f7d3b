package dev.pixstream.cli;

/** Ends the command with one line for the person at the terminal, and no stack trace. */
final class CommandFailure extends RuntimeException {

  static final int FAILED = 1;
  static final int USAGE = 2;

  /** Of a check: it could not be made. */
  static final int UNDECIDED = 2;

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

  /** The same, with the status that this command has for it. */
  CommandFailure with(int status) {
    return new CommandFailure(getMessage(), status);
  }

  int status() {
    return status;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
