package dev.pixstream.cli;

/** Text from elsewhere, for a terminal. */
final class Printable {

  private Printable() {}

  /** On one line, and without what a terminal would obey. */
  static String text(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ").strip();
  }
}
