package dev.pixstream.server.dialect.icom.xml;

/** An envelope can't be read, signed or verified; the message says why. */
public final class EnvelopeException extends Exception {
  private static final long serialVersionUID = 1L;

  EnvelopeException(String message) {
    super(message);
  }

  EnvelopeException(String message, Throwable cause) {
    super(message, cause);
  }
}
