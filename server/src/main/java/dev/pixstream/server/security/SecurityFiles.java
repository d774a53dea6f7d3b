package dev.pixstream.server.security;

import dev.pixstream.core.text.NotUtf8Exception;
import dev.pixstream.core.text.Permissions;
import dev.pixstream.core.text.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files of security, small ones: read whole, and seen to have changed. */
public final class SecurityFiles {
  private static final Logger LOG = LoggerFactory.getLogger(SecurityFiles.class);
  private static final long BYTES_MAX = 16L * 1024 * 1024;

  private SecurityFiles() {}

  public static String text(Path file) {
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw new InvalidSecurityException(file, "more than " + BYTES_MAX + " bytes");
      }
      var text = TextFile.read(file);
      if (text.isEmpty()) {
        // So it looks while an editor writes it: nobody's key may go for that.
        throw new InvalidSecurityException(file, "is empty; to let nobody in, leave a comment");
      }
      return text;
    } catch (NoSuchFileException e) {
      throw new InvalidSecurityException(file, "there is no such file");
    } catch (NotUtf8Exception e) {
      throw new InvalidSecurityException(file, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new InvalidSecurityException(file, "can't be read: " + e.getMessage());
    }
  }

  /** The same, of a file that nobody else should see or change; if others can, that is logged. */
  public static String secret(Path file) {
    var text = text(file);
    Permissions.warning(file).ifPresent(LOG::warn);
    return text;
  }

  static List<String> lines(Path file) {
    return secret(file).lines().toList();
  }

  /** Changes when a file is written or replaced, also by way of a link to another folder. */
  static String stamp(List<Path> files) {
    var stamp = new StringBuilder();
    for (var file : files) {
      try {
        var real = file.toRealPath();
        stamp
            .append(real)
            .append(Files.getLastModifiedTime(real))
            .append(Files.size(real))
            .append(Files.getAttribute(real, "fileKey"));
      } catch (IOException e) {
        stamp.append("missing");
      }
    }
    return stamp.toString();
  }
}
