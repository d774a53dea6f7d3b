package dev.pixstream.cli.terminal;

import java.nio.file.Path;
import picocli.CommandLine.TypeConversionException;

/** Paths as people write them. */
public final class HomePath {

  /** What the JDK says if the user has neither a name nor HOME. */
  private static final String NONE = "?";

  private HomePath() {}

  /**
   * The home directory.
   *
   * @param path what is in it, for the message
   */
  static String of(String path) {
    var home = System.getProperty("user.home", NONE);
    if (home.equals(NONE)) {
      throw new TypeConversionException(
          path + ": this user has no home directory; name another path, or set HOME");
    }
    return home;
  }

  /** With ~ for the home directory. */
  public static String shorten(Path path) {
    var home = Path.of(System.getProperty("user.home"));
    var absolute = path.toAbsolutePath().normalize();
    return absolute.startsWith(home) && !absolute.equals(home)
        ? "~/" + home.relativize(absolute)
        : absolute.toString();
  }
}
