package dev.pixstream.embedded;

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
import java.util.concurrent.TimeUnit;

/**
 * A Redis that runs as a child of this process, listens on 127.0.0.1 only and keeps nothing beyond
 * its end. It can be killed and started anew on the same port.
 */
public final class EmbeddedRedis implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofSeconds(10);
  private static final int STARTS_MAX = 5;

  private final Path directory;
  private final Path program;
  private final List<String> options;
  private final Thread exitHook = new Thread(this::kill, "pixstream-redis-close");
  private int port;
  private Process process;

  private EmbeddedRedis(Path directory, List<String> options) throws IOException {
    this.directory = directory;
    this.options = List.copyOf(options);
    this.program = RedisBinary.find(directory);
    this.port = freePort();
    this.process = start();
    for (int tries = 1; !answers(process); tries++) {
      kill();
      if (tries == STARTS_MAX) {
        throw new EmbeddedDatabaseException("Redis does not start: " + log());
      }
      this.port = freePort();
      this.process = start();
    }
    Runtime.getRuntime().addShutdownHook(exitHook);
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
      if (!answers(process)) {
        throw new EmbeddedDatabaseException("Redis does not start again: " + log());
      }
    } catch (IOException e) {
      throw new EmbeddedDatabaseException("Can't start Redis: " + e, e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(exitHook);
    } catch (IllegalStateException exiting) {
      // The hook runs, or is about to.
    }
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
        .builder()
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("redis.log").toFile()))
        .start();
  }

  private boolean answers(Process started) {
    long end = System.nanoTime() + START_MAX.toNanos();
    while (started.isAlive() && System.nanoTime() < end) {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 200);
        socket.setSoTimeout(1_000);
        socket
            .getOutputStream()
            .write("PING\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
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
