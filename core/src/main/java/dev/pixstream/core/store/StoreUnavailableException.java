package dev.pixstream.core.store;

/**
 * The store can't be reached, did not answer in time, or can't do now what it is asked. Asking
 * again later is safe.
 */
public final class StoreUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What stands in the way, in words that name no host, account or table. */
  public enum Reason {
    /** It can't be reached, or is silent. */
    AWAY("can't be reached"),
    /** It is a replica, or set to be read-only. */
    READ_ONLY("takes no writes"),
    /** Its disk or its memory is full. */
    FULL("has no space left"),
    /** The account may not do it any more. */
    FORBIDDEN("refuses the account or lacks one of its rights");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    /** They go on after "The store". */
    public String words() {
      return words;
    }
  }

  private final Reason reason;

  public StoreUnavailableException(String message) {
    super(message);
    this.reason = Reason.AWAY;
  }

  public StoreUnavailableException(String message, Throwable cause) {
    this(message, cause, Reason.AWAY);
  }

  public StoreUnavailableException(String message, Throwable cause, Reason reason) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
