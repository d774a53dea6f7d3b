package dev.pixstream.embedded;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Files and folders that no other user may read or change. */
final class PrivateFiles {

  private static final int DELETE_ATTEMPTS = 50;

  private PrivateFiles() {}

  /** Of root others may pass through one, as PostgreSQL, which is not root's, has to. */
  static void createFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, permissions());
    }
  }

  /** As {@link #createFolder}, with a name of its own below {@code java.io.tmpdir}. */
  static Path createTemporaryFolder(String prefix) throws IOException {
    Path folder = Files.createTempDirectory(prefix);
    // Asked for at its creation, the umask would take it away.
    Files.setPosixFilePermissions(folder, permissions().value());
    return folder.toRealPath();
  }

  private static FileAttribute<Set<PosixFilePermission>> permissions() {
    return PosixFilePermissions.asFileAttribute(
        PosixFilePermissions.fromString(Account.isRoot() ? "rwx--x--x" : "rwx------"));
  }

  /** For programs that everybody may have, whatever the umask says. */
  static void letEverybodyIn(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isDirectory)::iterator) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
  }

  /** Whether the folder, made where it is missing, is this user's and nobody else can write. */
  static boolean isPrivateFolder(Path folder) {
    try {
      if (!folder.isAbsolute()) {
        return false;
      }
      createFolder(folder);
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
      return Files.isWritable(folder)
          && Account.owner(folder) == Account.current()
          && !permissions.contains(PosixFilePermission.GROUP_WRITE)
          && !permissions.contains(PosixFilePermission.OTHERS_WRITE);
    } catch (IOException e) {
      return false;
    }
  }

  /** Made with its permissions, so that there is no moment at which others can read it. */
  static void writeNew(Path file, String content) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, content, StandardOpenOption.WRITE);
  }

  /** Tries again while a dying process still writes there. */
  static void delete(Path root) throws IOException {
    for (int attempt = 1; Files.exists(root, LinkOption.NOFOLLOW_LINKS); attempt++) {
      try {
        Files.walkFileTree(root, new Delete());
      } catch (DirectoryNotEmptyException | NoSuchFileException e) {
        if (attempt == DELETE_ATTEMPTS) {
          throw e;
        }
        Pause.shortly();
      }
    }
  }

  private static final class Delete extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
