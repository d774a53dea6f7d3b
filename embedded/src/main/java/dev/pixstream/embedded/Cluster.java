package dev.pixstream.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of one PostgreSQL: what {@code initdb} makes, with one database and one role.
 *
 * @param path PostgreSQL's data directory
 */
record Cluster(Path path) {

  static final String NAME = "pixstream";
  private static final String FOLDER = "postgresql";
  private static final String PASSWORD_FILE = "pixstream.password";
  private static final Duration INIT_BOUND = Duration.ofMinutes(2);

  /** The cluster in a directory, made there if it is missing. Its PostgreSQL does not run. */
  static Cluster in(Path directory, Installation installation, Account account, boolean fsync)
      throws IOException {
    Path path = pathIn(directory);
    if (Files.exists(path)) {
      checkVersion(path, installation);
      account.own(path);
      if (Role.isMissing(path)) {
        Role.make(new SingleUser(path, installation, account), path, account);
      }
    } else {
      create(path, installation, account, fsync);
    }
    return new Cluster(path);
  }

  static Path pathIn(Path directory) throws IOException {
    return directory.toRealPath().resolve(FOLDER);
  }

  /** That of the superuser, for administrators. */
  String password() throws IOException {
    return Files.readString(path.resolve(PASSWORD_FILE));
  }

  private static void checkVersion(Path path, Installation installation) throws IOException {
    String found = Files.readString(path.resolve("PG_VERSION")).strip();
    if (!found.equals(installation.major())) {
      throw new EmbeddedDatabaseException(
          "%1$s was written by PostgreSQL %2$s, and this PixStream brings PostgreSQL %3$s, which can't read it. Run PostgreSQL %2$s on it yourself and name it with --database-url, or dump it with that version's pg_dump, choose a new directory with --data and load the dump there."
              .formatted(path, found, installation.major()));
    }
  }

  /** Under another name until it is complete, so that a start that was killed leaves no half. */
  private static void create(Path path, Installation installation, Account account, boolean fsync)
      throws IOException {
    Path partial = path.resolveSibling(FOLDER + ".new");
    Path password = path.resolveSibling(FOLDER + ".password");
    PrivateFiles.delete(partial);
    PrivateFiles.delete(password);
    PrivateFiles.writeNew(password, RandomPassword.next());
    PrivateFiles.createFolder(partial);
    account.own(partial);
    initdb(partial, installation, account, fsync);
    var postgres = new SingleUser(partial, installation, account);
    postgres.run(
        List.of("postgres"), databaseAndPassword(Files.readString(password)), "make a database");
    Role.make(postgres, partial, account);
    Access.write(partial);
    Settings.includeIn(partial);
    Files.move(password, partial.resolve(PASSWORD_FILE), StandardCopyOption.ATOMIC_MOVE);
    Files.move(partial, path, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Trust is what it writes as it has no password yet; before any start that is written anew. */
  private static void initdb(
      Path target, Installation installation, Account account, boolean fsync) {
    Account.Way way = account.to(target);
    List<String> line =
        new ArrayList<>(
            List.of(
                installation.program("initdb"),
                "--pgdata=" + way.name(),
                "--username=" + NAME,
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C"));
    if (!fsync) {
      line.add("--no-sync");
    }
    Command.Result result = new Command(line).after(way.prefix()).run(INIT_BOUND);
    if (result.status() != 0) {
      throw new EmbeddedDatabaseException(
          "PostgreSQL could not create a database in " + target + ":\n" + result.output().strip());
    }
  }

  private static String databaseAndPassword(String password) {
    return "CREATE DATABASE " + NAME + "\nALTER ROLE " + NAME + " PASSWORD '" + password + "'\n";
  }
}
