package dev.pixstream.benchmark.suite.harness;

import dev.pixstream.benchmark.measure.LinuxProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;

/** {@code ./pixstream serve} as users start it, with the JVM flags that ship. */
public final class ServerProcess implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofSeconds(60);

  private final Process process;
  private final int port;
  private final double readyAfterSeconds;
  private final Thread withMe;

  private ServerProcess(Process process, int port, double readyAfterSeconds) {
    this.process = process;
    this.port = port;
    this.readyAfterSeconds = readyAfterSeconds;
    // Who ends a measurement with Ctrl-C leaves no server behind.
    this.withMe = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(withMe);
  }

  public static ServerProcess onDatabase(String url, String... options) throws Exception {
    return onDatabase(launcher(), url, List.of(options));
  }

  /** As another version: that of the source tree or package which this launcher is of. */
  public static ServerProcess onDatabase(Path launcher, String url, List<String> options)
      throws Exception {
    var all = new ArrayList<>(List.of("--database-url", url));
    all.addAll(options);
    return start(launcher, all, Optional.empty());
  }

  public static ServerProcess onData(Path directory) throws Exception {
    return start(launcher(), List.of("--data", directory.toString()), Optional.empty());
  }

  /** With TLS, that is. */
  public static ServerProcess onDatabase(String url, SSLSocketFactory tls, String... options)
      throws Exception {
    var all = new ArrayList<>(List.of("--database-url", url));
    all.addAll(List.of(options));
    return start(launcher(), all, Optional.of(tls));
  }

  private static ServerProcess start(
      Path launcher, List<String> options, Optional<SSLSocketFactory> tls) throws Exception {
    int port = freePort();
    var command =
        new ArrayList<>(List.of(launcher.toString(), "serve", "--port", Integer.toString(port)));
    command.addAll(options);
    long started = System.nanoTime();
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(Path.of("/dev/null").toFile()))
            .start();
    while (!isReady(new Endpoint(port, lane -> "", tls))) {
      double waited = (System.nanoTime() - started) / 1e9;
      if (!process.isAlive() || waited > READY_WITHIN.toSeconds()) {
        process.destroyForcibly();
        throw new IOException("the server did not start: " + command);
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
    return new ServerProcess(process, port, (System.nanoTime() - started) / 1e9);
  }

  /** Where it listens, with no credential and without TLS. */
  public Endpoint endpoint() {
    return Endpoint.open(port);
  }

  public int port() {
    return port;
  }

  public double readyAfterSeconds() {
    return readyAfterSeconds;
  }

  /** Resident memory of the JVM, megabytes. */
  public double residentMb() throws IOException {
    return LinuxProcess.residentMb(process.pid());
  }

  public double cpuSeconds() throws IOException {
    return LinuxProcess.cpuSeconds(process.pid());
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(withMe);
    process.destroy();
    try {
      process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      process.destroyForcibly();
    }
  }

  public static Path launcher() {
    var folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isExecutable(folder.resolve("pixstream"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("run this inside the source tree");
    }
    return folder.resolve("pixstream");
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static boolean isReady(Endpoint endpoint) {
    try (var connection = new KeptConnection(endpoint)) {
      return connection.get("/health/ready", "*/*").status() == 200;
    } catch (IOException e) {
      return false;
    }
  }
}
