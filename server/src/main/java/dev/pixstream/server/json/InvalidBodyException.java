package dev.pixstream.server.json;

import java.io.Serial;

/**
 * A request body that can't be stored. Says where and why, and never repeats a value of the body,
 * which may be personal data; for the same reason it has no cause, since a parser's messages quote
 * what they stumbled over.
 */
public final class InvalidBodyException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final String pointer;
  private final String detail;

  public InvalidBodyException(String pointer, String detail) {
    super(sentence(pointer, detail));
    this.pointer = pointer;
    this.detail = detail;
  }

  /**
   * JSON pointer (RFC 6901) of the member at fault, such as {@code /3/pagador/cpfCnpj}; empty for
   * the body as a whole.
   */
  public String pointer() {
    return pointer;
  }

  /** What is wrong and what was expected. */
  public String detail() {
    return detail;
  }

  /** Pointer and detail as one sentence, for a person. */
  public String sentence() {
    return sentence(pointer, detail);
  }

  private static String sentence(String pointer, String detail) {
    return (pointer.isEmpty() ? "The body" : pointer) + " " + detail;
  }
}
