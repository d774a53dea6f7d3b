package dev.pixstream.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A Redis that runs as a child of this process, listens on 127.0.0.1 only and keeps nothing beyond
 * its end, however this process ends. It can be killed and started anew on the same port.
 */
public final class EmbeddedRedis implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofSeconds(10);
  private static final int STARTS_MAX = 5;

  private final Path directory;
  private final Path program;
  private final List<String> options;
  private int port;
  private Process process;
  private Process guard;
  private Optional<Watch> watch = Optional.empty();

  private EmbeddedRedis(Path directory, List<String> options) throws IOException {
    this.directory = directory;
    this.options = List.copyOf(options);
    this.program = RedisBinary.find(directory);
    this.port = freePort();
    this.process = start();
    this.guard = guard();
    for (int tries = 1; !answers(process); tries++) {
      kill();
      if (tries == STARTS_MAX) {
        throw new EmbeddedDatabaseException("Redis does not start: " + log());
      }
      this.port = freePort();
      this.process = start();
      this.guard = guard();
    }
  }

  /**
   * Starts an empty one.
   *
   * @param options further arguments of redis-server, such as {@code --appendonly yes}
   */
  public static EmbeddedRedis start(String... options) {
    try {
      Path directory = Files.createTempDirectory("pixstream-redis-");
      try {
        return new EmbeddedRedis(directory, List.of(options));
      } catch (IOException | RuntimeException e) {
        PrivateFiles.delete(directory);
        throw e;
      }
    } catch (IOException e) {
      throw new EmbeddedDatabaseException("Can't start Redis: " + e, e);
    }
  }

  /**
   * From now on it is started again when it ends by itself.
   *
   * @return why it was given up; never completes if that does not happen
   */
  public synchronized CompletionStage<String> watch() {
    var watching = new Watch("The embedded Redis", process, this::startAgain);
    watch = Optional.of(watching);
    return watching.loss();
  }

  private synchronized Process startAgain() {
    guard.destroyForcibly();
    restart();
    return process;
  }

  /** {@code redis://127.0.0.1:port}. */
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  /** The process id. */
  public synchronized long pid() {
    return process.pid();
  }

  /** Ends it as {@code kill -9} does. */
  public synchronized void kill() {
    process.destroyForcibly();
    guard.destroyForcibly();
    try {
      process.waitFor(START_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts it again, on the same port and with what it wrote to its disk. */
  public synchronized void restart() {
    try {
      process = start();
      guard = guard();
      if (!answers(process)) {
        throw new EmbeddedDatabaseException("Redis does not start again: " + log());
      }
    } catch (IOException e) {
      throw new EmbeddedDatabaseException("Can't start Redis: " + e, e);
    }
  }

  @Override
  public void close() {
    watched().ifPresent(Watch::close);
    end();
  }

  private synchronized Optional<Watch> watched() {
    return watch;
  }

  private synchronized void end() {
    kill();
    try {
      PrivateFiles.delete(directory);
    } catch (IOException e) {
      throw new EmbeddedDatabaseException("Can't delete " + directory, e);
    }
  }

  private Process start() throws IOException {
    var line = new ArrayList<>(List.of(program.toString(), "--bind", "127.0.0.1", "--save", ""));
    line.addAll(List.of("--port", Integer.toString(port), "--dir", directory.toString()));
    line.addAll(options);
    return new Command(line)
        .inOwnSession()
        .builder()
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("redis.log").toFile()))
        .start();
  }

  /**
   * Waits for the end of this process, which closes its input, also if it is killed; then ends
   * Redis and removes its directory.
   */
  private Process guard() throws IOException {
    var pid = Long.toString(process.pid());
    var script = "read -r _; kill -9 \"$1\"; rm -rf \"$2\"";
    return new Command(List.of("sh", "-c", script, "sh", pid, directory.toString()))
        .inOwnSession()
        .builder()
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private boolean answers(Process started) {
    long end = System.nanoTime() + START_MAX.toNanos();
    while (started.isAlive() && System.nanoTime() < end) {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 200);
        socket.setSoTimeout(1_000);
        socket.getOutputStream().write("PING\r\n".getBytes(US_ASCII));
        if (socket.getInputStream().read() == '+' && started.isAlive()) {
          return true;
        }
      } catch (IOException notYet) {
        // It is still starting.
      }
      Pause.shortly();
    }
    return false;
  }

  private String log() throws IOException {
    var file = directory.resolve("redis.log");
    return Files.exists(file) ? Files.readString(file) : "it wrote nothing";
  }

  private static int freePort() throws IOException {
    // A cluster's bus listens 10,000 higher.
    while (true) {
      try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
        if (socket.getLocalPort() <= 55_000) {
          return socket.getLocalPort();
        }
      }
    }
  }
}
