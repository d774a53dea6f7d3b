package dev.pixstream.server.console;

import dev.pixstream.server.console.text.Texts;
import dev.pixstream.server.console.text.Theme;
import dev.pixstream.server.security.Caller;
import dev.pixstream.server.security.Role;
import java.util.Set;

/**
 * What each page has around it.
 *
 * @param texts the language
 * @param theme how bright
 * @param assets scripts and styles
 * @param caller who looks
 * @param section which entry of the menu it belongs to
 * @param path of the page, for the switches of language and brightness
 */
public record Shell(
    Texts texts, Theme theme, Assets assets, Caller caller, String section, String path) {

  public String t(String key, Object... arguments) {
    return texts.t(key, arguments);
  }

  /** The path of a script or style. */
  public String asset(String name) {
    return assets.path(name);
  }

  /** Whether changes are offered; the routes check it again. */
  public boolean admin() {
    return caller.hasOneOf(Set.of(Role.ADMIN));
  }

  /** Whether somebody has signed in who can sign out. */
  public boolean known() {
    return !caller.equals(Caller.ANYONE);
  }

  /** The brightness that the switch offers next. */
  public Theme otherTheme() {
    return switch (theme) {
      case AUTO -> Theme.DARK;
      case DARK -> Theme.LIGHT;
      case LIGHT -> Theme.AUTO;
    };
  }

  /** For aria-current. */
  public String current(String entry) {
    return section.equals(entry) ? "page" : "false";
  }
}
