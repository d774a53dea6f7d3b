package dev.pixstream.cli.terminal;

/** Text from elsewhere, for a terminal. */
public final class Printable {

  private Printable() {}

  /** On one line, and without what a terminal would obey. */
  public static String text(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ").strip();
  }
}
