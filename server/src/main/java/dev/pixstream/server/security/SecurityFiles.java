package dev.pixstream.server.security;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Files of security, small ones: read whole, and seen to have changed. */
final class SecurityFiles {
  private static final long BYTES_MAX = 16L * 1024 * 1024;

  private SecurityFiles() {}

  static String text(Path file) {
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw new InvalidSecurityException(file, "more than " + BYTES_MAX + " bytes");
      }
      var text = Files.readString(file, StandardCharsets.UTF_8);
      if (text.isEmpty()) {
        // So it looks while an editor writes it: nobody's key may go for that.
        throw new InvalidSecurityException(file, "is empty; to let nobody in, leave a comment");
      }
      return text;
    } catch (NoSuchFileException e) {
      throw new InvalidSecurityException(file, "there is no such file");
    } catch (MalformedInputException e) {
      throw new InvalidSecurityException(file, "is no text");
    } catch (IOException e) {
      throw new InvalidSecurityException(file, "can't be read: " + e.getMessage());
    }
  }

  static List<String> lines(Path file) {
    return text(file).lines().toList();
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
