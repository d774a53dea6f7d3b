package dev.pixstream.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that holds one secret. */
final class SecretFile {
  private static final long BYTES_MAX = 64 * 1024;

  private SecretFile() {}

  /**
   * What it holds, without the white space around it.
   *
   * @param setting who names it, for the message
   * @throws CommandFailure if it can't be read, is empty or too large
   */
  static String read(String file, String setting) {
    try {
      var path = Path.of(file);
      if (Files.size(path) > BYTES_MAX) {
        throw CommandFailure.usage(setting + ": " + file + " has more than 64 KiB");
      }
      var text = Files.readString(path).strip();
      if (text.isEmpty()) {
        throw CommandFailure.usage(setting + ": " + file + " is empty");
      }
      return text;
    } catch (IOException | RuntimeException e) {
      if (e instanceof CommandFailure told) {
        throw told;
      }
      throw CommandFailure.usage(setting + ": can't read " + file);
    }
  }
}
