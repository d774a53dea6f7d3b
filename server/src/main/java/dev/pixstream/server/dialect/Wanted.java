package dev.pixstream.server.dialect;

/** How many messages a collector takes at a time. */
public enum Wanted {
  /** Exactly one. */
  ONE(1),
  /** 1 to 10. */
  MANY(10);

  private final int messagesMax;

  Wanted(int messagesMax) {
    this.messagesMax = messagesMax;
  }

  /** How many a batch may have. */
  public int messagesMax() {
    return messagesMax;
  }
}
