package dev.pixstream.core.model;

/**
 * Names one waiting request. A waiter claims only while its nonce stands in its stream, which is
 * how a newer request takes over from an older one, on whichever nodes the two are.
 *
 * @param node the node where the request waits, {@code [0-9a-z]+}
 * @param number counts the requests of that node
 */
public record Nonce(String node, long number) {
  /** Reads what {@link #toString} wrote. */
  public static Nonce parse(String text) {
    int dot = text.indexOf('.');
    return new Nonce(text.substring(0, dot), Long.parseLong(text.substring(dot + 1)));
  }

  @Override
  public String toString() {
    return node + "." + number;
  }
}
