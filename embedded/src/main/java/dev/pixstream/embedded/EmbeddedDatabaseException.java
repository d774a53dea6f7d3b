package dev.pixstream.embedded;

/**
 * The database can't be started or stopped; the message is written for the person at the terminal.
 */
public final class EmbeddedDatabaseException extends RuntimeException {

  public EmbeddedDatabaseException(String message) {
    super(message);
  }

  public EmbeddedDatabaseException(String message, Throwable cause) {
    super(message, cause);
  }
}
