package dev.pixstream.server.console.text;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A language that the console speaks. */
public enum Language {
  ENGLISH("en", "English", Locale.UK),
  PORTUGUESE("pt", "Português", Locale.of("pt", "BR"));

  private final String code;
  private final String title;
  private final Locale locale;

  Language(String code, String title, Locale locale) {
    this.code = code;
    this.title = title;
    this.locale = locale;
  }

  public String code() {
    return code;
  }

  /** For the lang attribute. */
  public String tag() {
    return this == PORTUGUESE ? "pt-BR" : "en";
  }

  /** Its own name. */
  public String title() {
    return title;
  }

  Locale locale() {
    return locale;
  }

  public static Optional<Language> of(String code) {
    return Arrays.stream(values()).filter(one -> one.code.equals(code)).findFirst();
  }

  /** The best of those that a browser asks for; English if it asks for none that is here. */
  public static Language accepted(String header) {
    try {
      var ranges = Locale.LanguageRange.parse(header);
      var best = Locale.lookup(ranges, List.of(Locale.ENGLISH, Locale.of("pt")));
      return best == null ? ENGLISH : of(best.getLanguage()).orElse(ENGLISH);
    } catch (IllegalArgumentException e) {
      return ENGLISH;
    }
  }
}
