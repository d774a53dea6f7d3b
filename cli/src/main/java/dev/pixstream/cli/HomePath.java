package dev.pixstream.cli;

import java.nio.file.Path;

/** Paths as people write them. */
final class HomePath {

  private HomePath() {}

  /** With ~ for the home directory. */
  static String shorten(Path path) {
    var home = Path.of(System.getProperty("user.home"));
    var absolute = path.toAbsolutePath().normalize();
    return absolute.startsWith(home) && !absolute.equals(home)
        ? "~/" + home.relativize(absolute)
        : absolute.toString();
  }
}
