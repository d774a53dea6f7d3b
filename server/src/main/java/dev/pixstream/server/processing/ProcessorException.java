package dev.pixstream.server.processing;

/** There is no such processor, or its settings are wrong. The message is for the user to read. */
public final class ProcessorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ProcessorException(String message, Throwable cause) {
    super(message, cause);
  }

  ProcessorException(String message) {
    super(message);
  }
}
