package dev.pixstream.embedded;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/**
 * Unpacked binaries.
 *
 * @param home the folder with {@code bin}, {@code lib} and {@code share}
 * @param version as PostgreSQL says it, for example {@code 18.6}
 */
record Installation(Path home, String version) {

  private static final Path OF_ROOT = Path.of("/var/lib/pixstream");
  private static final String VERSION_FILE = "VERSION";

  /** {@code initdb}, {@code pg_ctl} or {@code postgres}: there are no others. */
  String program(String name) {
    return home.resolve("bin").resolve(name).toString();
  }

  String major() {
    return version.substring(0, version.indexOf('.'));
  }

  /**
   * Unpacks once for all databases of this user, or beside this one where that can't be. Root's are
   * where the account that runs them can enter, which a home does not let it.
   */
  static Installation of(Binaries binaries, Path directory, Account account) {
    try {
      Path shared =
          Account.isRoot()
              ? OF_ROOT
              : Path.of(System.getProperty("user.home", "")).resolve(".pixstream");
      Path parent = PrivateFiles.isPrivateFolder(shared) ? shared : directory;
      Installation installation = in(parent.resolve("binaries"), binaries);
      if (!account.reaches(installation.home)) {
        throw new EmbeddedDatabaseException(
            "PostgreSQL runs as user %s, which can't enter %s: let root write %s, or start PixStream as another user."
                .formatted(Long.toString(account.uid()), installation.home, OF_ROOT));
      }
      return installation;
    } catch (IOException e) {
      throw new EmbeddedDatabaseException(
          "Can't unpack PostgreSQL from " + binaries.jar() + ": " + e, e);
    }
  }

  static Installation in(Path parent, Binaries binaries) throws IOException {
    PrivateFiles.createFolder(parent);
    Path home = parent.resolve("postgresql-" + binaries.key());
    if (!isComplete(home)) {
      unpack(binaries, parent, home);
    }
    return new Installation(home, Files.readString(home.resolve(VERSION_FILE)));
  }

  private static boolean isComplete(Path home) {
    return Files.isExecutable(home.resolve("bin/postgres"))
        && Files.exists(home.resolve(VERSION_FILE));
  }

  /** Under another name first: what has the final name is complete, whoever unpacked it. */
  private static void unpack(Binaries binaries, Path parent, Path home) throws IOException {
    Path partial = Files.createTempDirectory(parent, "unpacking-");
    try {
      binaries.unpack(partial);
      PrivateFiles.letEverybodyIn(partial);
      Files.writeString(partial.resolve(VERSION_FILE), askVersion(partial));
      try {
        Files.move(partial, home, StandardCopyOption.ATOMIC_MOVE);
      } catch (FileSystemException taken) {
        if (!isComplete(home)) {
          PrivateFiles.delete(home);
          Files.move(partial, home, StandardCopyOption.ATOMIC_MOVE);
        }
      }
    } finally {
      PrivateFiles.delete(partial);
    }
  }

  /** From {@code postgres (PostgreSQL) 18.6}. */
  private static String askVersion(Path home) {
    String postgres = home.resolve("bin/postgres").toString();
    Command.Result result = new Command(List.of(postgres, "--version")).run(Duration.ofSeconds(10));
    if (result.status() != 0) {
      throw new EmbeddedDatabaseException(
          "PostgreSQL's binaries do not run on this machine: " + result.output());
    }
    return result.output().substring(result.output().lastIndexOf(' ') + 1).strip();
  }
}
