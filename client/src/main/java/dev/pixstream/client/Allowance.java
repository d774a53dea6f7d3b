package dev.pixstream.client;

import java.util.Optional;

/** How many messages the collectors together may still take, so that they end exactly there. */
final class Allowance {

  private long left;

  Allowance(long messagesMax) {
    this.left = messagesMax;
  }

  /**
   * Sets room aside before a pull: for as many as an answer may have, else for one. Empty if all is
   * taken or set aside.
   */
  synchronized Optional<Accept> reserve(Accept wanted) {
    if (left <= 0) {
      return Optional.empty();
    }
    var accept = left >= wanted.messagesMax() ? wanted : Accept.JSON;
    left -= accept.messagesMax();
    return Optional.of(accept);
  }

  /** Gives back what a pull did not need. */
  synchronized void refund(int messages) {
    left += messages;
  }
}
