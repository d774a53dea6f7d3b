package dev.pixstream.cli.terminal;

/** Ends the command with one line for the person at the terminal, and no stack trace. */
public final class CommandFailure extends RuntimeException {

  public static final int FAILED = 1;
  public static final int USAGE = 2;

  /** Of a check: it could not be made. */
  public static final int UNDECIDED = 2;

  private final int status;

  private CommandFailure(String message, int status) {
    super(message);
    this.status = status;
  }

  /** It could not be done. */
  public static CommandFailure failed(String message) {
    return new CommandFailure(message, FAILED);
  }

  /** It was asked for in the wrong way. */
  public static CommandFailure usage(String message) {
    return new CommandFailure(message, USAGE);
  }

  /** The same, with the status that this command has for it. */
  public CommandFailure with(int status) {
    return new CommandFailure(getMessage(), status);
  }

  public int status() {
    return status;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
