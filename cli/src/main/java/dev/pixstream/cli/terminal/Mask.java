package dev.pixstream.cli.terminal;

import java.util.regex.Pattern;

/**
 * Hides what has no place in a log line, whoever wrote it there: the message of an exception may
 * quote what it was about.
 */
public final class Mask {
  /** CPF and CNPJ, bare or with their points, and bearer tokens. */
  private static final Pattern PERSONAL =
      Pattern.compile(
          "(?<![0-9A-Za-z])(?:[0-9]{11}|[0-9A-Z]{12}[0-9]{2}"
              + "|[0-9]{3}\\.[0-9]{3}\\.[0-9]{3}-[0-9]{2}"
              + "|[0-9A-Z]{2}\\.[0-9A-Z]{3}\\.[0-9A-Z]{3}/[0-9A-Z]{4}-[0-9]{2})(?![0-9A-Za-z])"
              + "|(?i:bearer)\\s+[^\\s\"',;]+");

  private Mask() {}

  public static String apply(String text) {
    return PERSONAL.matcher(text).replaceAll("***");
  }
}
