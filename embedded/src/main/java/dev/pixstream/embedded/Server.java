package dev.pixstream.embedded;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and stops the postmaster of one cluster.
 *
 * @param cluster its files
 * @param installation its programs
 * @param account who runs them
 * @param log where it writes
 */
record Server(Cluster cluster, Installation installation, Account account, ServerLog log) {

  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  private static final int PORT_ATTEMPTS = 5;
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration CHILDREN_END = Duration.ofSeconds(30);
  private static final Duration RECOVERY_BOUND = Duration.ofMinutes(10);
  private static final Duration FAST_BOUND = Duration.ofSeconds(30);
  private static final Duration IMMEDIATE_BOUND = Duration.ofSeconds(10);

  /** A postmaster that accepts connections. */
  record Running(Process process, int port) {}

  /** Tries again only for what passes by itself. */
  Running start(boolean fsync) throws IOException {
    long deadline = System.nanoTime() + CHILDREN_END.toNanos();
    int portsTried = 0;
    while (true) {
      int port = Ports.choose(cluster.path());
      Settings.write(cluster.path(), port, fsync);
      long logStart = log.size();
      Process process = launch();
      if (becomesReady(process)) {
        return new Running(process, port);
      }
      String said = log.tailSince(logStart);
      if (said.contains("could not bind") && ++portsTried < PORT_ATTEMPTS) {
        Ports.forget(cluster.path());
      } else if (said.contains("is still in use") && System.nanoTime() < deadline) {
        // The backends of a postmaster that was killed take a moment to notice.
        Pause.shortly();
      } else {
        throw new EmbeddedDatabaseException(
            "PostgreSQL did not start in " + cluster.path() + ". It says:\n" + said);
      }
    }
  }

  /**
   * Directly and not by {@code pg_ctl start}: its end is noticed at once, this process collects it,
   * and no shell sees the path. In a session of its own, or Ctrl-C in the terminal would stop the
   * database before those who use it.
   */
  private Process launch() throws IOException {
    Account.Way way = account.to(cluster.path());
    return new Command(List.of(installation.program("postgres"), "-D", way.name()))
        .inOwnSession()
        .after(way.prefix())
        .builder()
        .redirectInput(new File("/dev/null"))
        .redirectOutput(Redirect.appendTo(log.file().toFile()))
        .start();
  }

  /** False if it ended instead. */
  private boolean becomesReady(Process process) throws IOException {
    long deadline = System.nanoTime() + RECOVERY_BOUND.toNanos();
    while (!ended(process, POLL)) {
      Optional<PidFile> file = PidFile.read(cluster.path());
      if (file.filter(f -> f.pid() == process.pid() && f.ready()).isPresent()) {
        return true;
      }
      if (System.nanoTime() > deadline) {
        stop(process, false);
        return false;
      }
    }
    return false;
  }

  /** Within bounds; with its data in order unless it is abandoned. */
  void stop(Process process, boolean abandon) {
    if (process.isAlive() && !abandon) {
      signal("INT", process.pid());
      ended(process, FAST_BOUND);
    }
    if (process.isAlive()) {
      signal("QUIT", process.pid());
      if (!ended(process, IMMEDIATE_BOUND)) {
        process.destroyForcibly();
        ended(process, IMMEDIATE_BOUND);
      }
    }
  }

  /**
   * Stops the postmaster that a killed owner left behind, and takes away a pid file that would keep
   * the next one from starting because its number is another process's now.
   */
  void clearLeftovers() throws IOException {
    Optional<PidFile> file = PidFile.read(cluster.path());
    if (file.isEmpty()) {
      return;
    }
    if (file.get().isPostmasterOf(cluster.path())) {
      long pid = file.get().pid();
      LOG.info("Stopping the PostgreSQL (process {}) that an earlier run left behind", pid);
      for (String signal : List.of("INT", "QUIT", "KILL")) {
        signal(signal, pid);
        if (awaitEnd(file.get(), signal.equals("INT") ? FAST_BOUND : IMMEDIATE_BOUND)) {
          return;
        }
      }
      throw new EmbeddedDatabaseException(
          "PostgreSQL (process " + pid + ") still runs in " + cluster.path() + ": stop it first.");
    }
    if (ProcessHandle.of(file.get().pid()).isPresent()) {
      Files.deleteIfExists(cluster.path().resolve(PidFile.NAME));
    }
  }

  private boolean awaitEnd(PidFile file, Duration bound) {
    long deadline = System.nanoTime() + bound.toNanos();
    while (file.isPostmasterOf(cluster.path())) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Pause.shortly();
    }
    return true;
  }

  /** INT is PostgreSQL's fast shutdown and QUIT its immediate one; Java itself can send neither. */
  private void signal(String name, long pid) {
    Command kill = new Command(List.of("sh", "-c", "kill -" + name + " " + pid));
    Command.Result result = kill.run(IMMEDIATE_BOUND);
    if (result.status() != 0) {
      LOG.debug("Signal {} to process {}: {}", name, pid, result.output());
    }
  }

  private static boolean ended(Process process, Duration bound) {
    try {
      return process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new EmbeddedDatabaseException("Interrupted while waiting for PostgreSQL", e);
    }
  }
}
