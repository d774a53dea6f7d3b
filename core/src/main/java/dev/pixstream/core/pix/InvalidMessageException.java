package dev.pixstream.core.pix;

import java.io.Serial;

/**
 * A value that a Pix message can't hold. The detail says what is wrong and what was expected, and
 * never repeats the value, which may be personal data.
 */
public final class InvalidMessageException extends IllegalArgumentException {

  @Serial private static final long serialVersionUID = 1L;

  private final String pointer;
  private final String detail;

  /**
   * Names the member and its fault.
   *
   * @param pointer JSON pointer (RFC 6901) of the member, such as {@code /valor}, relative to the
   *     object that was being built: the message or, from {@link Party}, the party
   * @param detail what is wrong and what was expected, without the value
   */
  public InvalidMessageException(String pointer, String detail) {
    super(pointer + " " + detail);
    this.pointer = pointer;
    this.detail = detail;
  }

  /** JSON pointer of the member at fault. */
  public String pointer() {
    return pointer;
  }

  /** What is wrong and what was expected. */
  public String detail() {
    return detail;
  }

  /** The same fault, seen from the object that holds this one as its member {@code name}. */
  public InvalidMessageException under(String name) {
    var outer = new InvalidMessageException("/" + name + pointer, detail);
    outer.initCause(this);
    return outer;
  }
}
