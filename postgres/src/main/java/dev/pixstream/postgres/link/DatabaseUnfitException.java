package dev.pixstream.postgres.link;

/** This database can't be used as it is; the message says what to do. */
public final class DatabaseUnfitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DatabaseUnfitException(String message) {
    super(message);
  }
}
