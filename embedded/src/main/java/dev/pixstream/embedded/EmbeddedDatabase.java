package dev.pixstream.embedded;

import dev.pixstream.embedded.Server.Running;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL that runs as a child of this process and listens on 127.0.0.1 only.
 *
 * <p>A directory has one owner at a time. What an owner that was killed left behind, even a
 * PostgreSQL that still runs, is put in order by the next start. A PostgreSQL that ends by itself
 * is started again.
 */
public final class EmbeddedDatabase implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);

  private final Path directory;
  private final boolean temporary;
  private final DirectoryLock lock;
  private final Server server;
  private final Cluster cluster;
  private final boolean fsync;
  private final Watch watch;
  private volatile Running running;
  private final String password;
  private final String ownerPassword;
  private final String version;
  private final Optional<Thread> exitHook;
  private boolean closed;

  private EmbeddedDatabase(
      Path directory, boolean temporary, DirectoryLock lock, DatabaseOptions options)
      throws IOException {
    this.directory = directory;
    this.temporary = temporary;
    this.lock = lock;
    this.fsync = options.fsync();
    Path path = Cluster.pathIn(directory);
    Account account = Account.of(path);
    Installation installation = Installation.of(options.binaries(), directory, account);
    this.server = new Server(new Cluster(path), installation, account, ServerLog.in(directory));
    server.clearLeftovers();
    this.cluster = Cluster.in(directory, installation, account, options.fsync());
    this.running = server.start(options.fsync());
    this.password = Role.password(path);
    this.ownerPassword = cluster.password();
    this.version = installation.major();
    this.exitHook =
        options.closeAtExit()
            ? Optional.of(new Thread(this::close, "pixstream-embedded-close"))
            : Optional.empty();
    this.watch =
        new Watch("The embedded PostgreSQL in " + directory, running.process(), this::startAgain);
  }

  /** Where it was, or those who use it would not find it. */
  private Process startAgain() throws IOException {
    int port = running.port();
    server.clearLeftovers();
    Ports.keep(cluster.path(), port);
    var again = server.start(fsync);
    if (again.port() != port) {
      server.stop(again.process(), false);
      throw new EmbeddedDatabaseException("its port " + port + " is taken");
    }
    running = again;
    return again.process();
  }

  /** Starts the database of a directory, which is created if need be and kept on close. */
  public static EmbeddedDatabase start(Path directory) {
    return start(directory, DatabaseOptions.defaults());
  }

  /**
   * As {@link #start(Path)}, with options.
   *
   * @throws EmbeddedDatabaseException if the directory has another owner or another version's data,
   *     or PostgreSQL does not start; the message ends with what PostgreSQL says
   */
  public static EmbeddedDatabase start(Path directory, DatabaseOptions options) {
    try {
      PrivateFiles.createFolder(directory);
      return open(directory, false, options);
    } catch (IOException e) {
      throw new EmbeddedDatabaseException(
          "Can't use " + directory + ", choose another folder with --data: " + e, e);
    }
  }

  /** Starts a new database whose data is deleted on close. */
  public static EmbeddedDatabase temporary() {
    return temporary(DatabaseOptions.defaults());
  }

  /** As {@link #temporary()}, with options. */
  public static EmbeddedDatabase temporary(DatabaseOptions options) {
    try {
      TemporaryDirectories.sweep(options);
      Path directory = TemporaryDirectories.create();
      try {
        return open(directory, true, options);
      } catch (IOException | RuntimeException e) {
        PrivateFiles.delete(directory);
        throw e;
      }
    } catch (IOException e) {
      throw new EmbeddedDatabaseException("Can't make a temporary database: " + e, e);
    }
  }

  private static EmbeddedDatabase open(Path directory, boolean temporary, DatabaseOptions options)
      throws IOException {
    DirectoryLock lock = DirectoryLock.acquire(directory);
    try {
      var database = new EmbeddedDatabase(directory.toRealPath(), temporary, lock, options);
      database.exitHook.ifPresent(Runtime.getRuntime()::addShutdownHook);
      return database;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * {@code postgresql://user:password@127.0.0.1:port/pixstream}. The user owns the database and is
   * no superuser.
   */
  public String url() {
    return url(Role.NAME, password);
  }

  /** The same as the superuser, for administrators and tests. */
  public String superuserUrl() {
    return url(Cluster.NAME, ownerPassword);
  }

  private String url(String user, String secret) {
    return String.format(
        Locale.ROOT,
        "postgresql://%s:%s@127.0.0.1:%d/%s",
        user,
        secret,
        running.port(),
        Cluster.NAME);
  }

  /** PostgreSQL's major version, such as {@code 18}. */
  public String version() {
    return version;
  }

  /** The process id of the postmaster. */
  public long pid() {
    return running.process().pid();
  }

  /**
   * Why it is given up: PostgreSQL ended, and did not start again in five tries. It never completes
   * if that does not happen.
   */
  public CompletionStage<String> loss() {
    return watch.loss();
  }

  /** Where the data, the log and the password are. */
  public Path directory() {
    return directory;
  }

  /**
   * Stops PostgreSQL, if it still runs, and gives the directory free. A second call does nothing.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    exitHook.ifPresent(EmbeddedDatabase::removeHook);
    watch.close();
    try {
      server.stop(running.process(), temporary);
      if (temporary) {
        PrivateFiles.delete(directory);
      }
      lock.close();
    } catch (IOException e) {
      LOG.warn("Could not clean up {}: {}", directory, e.toString());
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException exiting) {
      // The hook itself closes, or is about to.
    }
  }
}
