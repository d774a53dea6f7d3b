package dev.pixstream.server.security;

/** A setting or a file of security is wrong; the message says it in one line, without secrets. */
public final class InvalidSecurityException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidSecurityException(String message) {
    super(message);
  }

  /** Because of a file or an address. */
  public InvalidSecurityException(Object where, String message) {
    super(where + ": " + message);
  }
}
