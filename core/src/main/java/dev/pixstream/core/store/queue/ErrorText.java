package dev.pixstream.core.store.queue;

/** What an error says, fit to be kept: on one line and bounded. */
public final class ErrorText {
  private static final int LENGTH_MAX = 500;

  private ErrorText() {}

  public static String of(Throwable error) {
    var message = error.getMessage();
    if (message == null) {
      return "";
    }
    int end = Math.min(message.length(), LENGTH_MAX);
    var text = new StringBuilder(end);
    for (int i = 0; i < end; i++) {
      char c = message.charAt(i);
      // Half of a pair, cut off by the bound or by whoever made the message, can't be stored.
      boolean whole = !Character.isSurrogate(c) || isWhole(message, i, end);
      text.append(Character.isISOControl(c) || !whole ? ' ' : c);
    }
    return text.toString();
  }

  private static boolean isWhole(String text, int at, int end) {
    return Character.isHighSurrogate(text.charAt(at))
        ? at + 1 < end && Character.isLowSurrogate(text.charAt(at + 1))
        : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
  }
}
