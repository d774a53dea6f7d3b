package dev.pixstream.cli.terminal;

import dev.pixstream.core.text.NotUtf8Exception;
import dev.pixstream.core.text.Permissions;
import dev.pixstream.core.text.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** A file that holds one secret. */
public final class SecretFile {
  private static final long BYTES_MAX = 64 * 1024;

  private SecretFile() {}

  /** Logs it if others can read or change a file that is the owner's alone. */
  public static void warnIfOpen(Path file) {
    Permissions.warning(file).ifPresent(LoggerFactory.getLogger(SecretFile.class)::warn);
  }

  /**
   * What it holds, without the white space around it.
   *
   * @param setting who names it, for the message
   * @throws CommandFailure if it can't be read, is empty or too large
   */
  public static String read(String file, String setting) {
    try {
      var path = Path.of(file);
      if (Files.size(path) > BYTES_MAX) {
        throw CommandFailure.usage(setting + ": " + file + " has more than 64 KiB");
      }
      var text = TextFile.read(path).strip();
      if (text.isEmpty()) {
        throw CommandFailure.usage(setting + ": " + file + " is empty");
      }
      warnIfOpen(path);
      return text;
    } catch (NotUtf8Exception e) {
      throw CommandFailure.usage(setting + ": " + file + " " + e.getMessage());
    } catch (IOException | RuntimeException e) {
      if (e instanceof CommandFailure told) {
        throw told;
      }
      throw CommandFailure.usage(setting + ": can't read " + file);
    }
  }
}
