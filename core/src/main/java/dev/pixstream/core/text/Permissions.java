package dev.pixstream.core.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/**
 * The one rule for files with secrets: no stranger on the machine may read or change them. The
 * group may read, as that of a service whose files are root's.
 */
public final class Permissions {

  private Permissions() {}

  /** What to tell the owner of a file that is open to strangers; empty if it is not. */
  public static Optional<String> warning(Path file) {
    try {
      var real = file.toRealPath();
      return Files.isRegularFile(real) && isOpen(real)
          ? Optional.of(
              real + " can be read or changed by every user of this machine: chmod o= " + real)
          : Optional.empty();
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  /** Not if a folder above lets nobody in. */
  private static boolean isOpen(Path file) throws IOException {
    var permissions = Files.getPosixFilePermissions(file);
    boolean open =
        permissions.contains(PosixFilePermission.OTHERS_READ)
            || permissions.contains(PosixFilePermission.OTHERS_WRITE);
    for (var folder = file.getParent(); open && folder != null; folder = folder.getParent()) {
      open = Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_EXECUTE);
    }
    return open;
  }
}
