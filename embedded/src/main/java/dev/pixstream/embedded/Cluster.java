package dev.pixstream.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
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

  /** The cluster in a directory, made there if it is missing. */
  static Cluster in(Path directory, Installation installation, Account account, boolean fsync)
      throws IOException {
    Path path = pathIn(directory);
    if (Files.exists(path)) {
      checkVersion(path, installation);
      account.own(path);
    } else {
      create(path, installation, account, fsync);
    }
    return new Cluster(path);
  }

  static Path pathIn(Path directory) throws IOException {
    return directory.toRealPath().resolve(FOLDER);
  }

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
    PrivateFiles.writeNew(password, randomPassword());
    account.own(password);
    initdb(partial, password, installation, account, fsync);
    createDatabase(partial, installation, account);
    Settings.includeIn(partial);
    Files.move(password, partial.resolve(PASSWORD_FILE), StandardCopyOption.ATOMIC_MOVE);
    Files.move(partial, path, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void initdb(
      Path target, Path password, Installation installation, Account account, boolean fsync) {
    List<String> line =
        new ArrayList<>(
            List.of(
                installation.program("initdb"),
                "--pgdata=" + target,
                "--username=" + NAME,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C"));
    if (!fsync) {
      line.add("--no-sync");
    }
    Command.Result result = new Command(line).after(account.prefix()).run(INIT_BOUND);
    require(result, "create a database in " + target);
  }

  /** In single-user mode, which needs no connection. */
  private static void createDatabase(Path cluster, Installation installation, Account account) {
    List<String> line =
        List.of(
            installation.program("postgres"),
            "--single",
            "-D",
            cluster.toString(),
            "-c",
            "exit_on_error=on",
            "-c",
            "log_checkpoints=off",
            "postgres");
    Command.Result result =
        new Command(line).after(account.prefix()).run("CREATE DATABASE " + NAME + "\n", INIT_BOUND);
    require(result, "create the database " + NAME + " in " + cluster);
  }

  private static void require(Command.Result result, String what) {
    if (result.status() != 0) {
      throw new EmbeddedDatabaseException(
          "PostgreSQL could not " + what + ":\n" + result.output().strip());
    }
  }

  private static String randomPassword() {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    byte[] password = Base64.getUrlEncoder().withoutPadding().encode(random);
    return new String(password, StandardCharsets.US_ASCII);
  }
}
