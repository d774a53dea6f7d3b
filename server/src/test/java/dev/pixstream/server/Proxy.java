package dev.pixstream.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A real proxy as Debian has it, before some nodes of this machine. {@code .ci/run} brings it. */
public final class Proxy implements AutoCloseable {
  private static final long START_SECONDS = 30;
  private static final long STOP_SECONDS = 10;

  /** Which program. */
  public enum Kind {
    HAPROXY("haproxy", "haproxy.cfg"),
    NGINX("nginx", "nginx.conf"),
    VARNISH("varnishd", "varnish.vcl");

    private final String program;
    private final String settings;

    Kind(String program, String settings) {
      this.program = program;
      this.settings = settings;
    }

    private String node(int number, int port) {
      return switch (this) {
        case HAPROXY -> "    server node%d 127.0.0.1:%d".formatted(number, port);
        case NGINX -> "        server 127.0.0.1:%d;".formatted(port);
        case VARNISH ->
            "backend node%d { .host = \"127.0.0.1\"; .port = \"%d\"; .probe = ready; }"
                .formatted(number, port);
      };
    }

    private List<String> command(Path folder, int port) {
      var file = folder.resolve(settings).toString();
      return switch (this) {
        case HAPROXY -> List.of(path(), "-db", "-f", file);
        case NGINX -> List.of(path(), "-p", folder.toString(), "-e", "stderr", "-c", file);
        case VARNISH ->
            List.of(
                path(),
                "-F",
                "-j",
                "none",
                "-n",
                folder.toString(),
                "-a",
                "127.0.0.1:" + port,
                "-f",
                file,
                "-s",
                "malloc,16m");
      };
    }

    private String path() {
      return Stream.concat(
              Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1)),
              Stream.of("/usr/sbin"))
          .map(folder -> Path.of(folder, program))
          .filter(Files::isExecutable)
          .findFirst()
          .orElseThrow(() -> new AssertionError("there is no " + program + " on this machine"))
          .toString();
    }
  }

  private final Kind kind;
  private final Path folder;
  private final int port;
  private Process process;

  private Proxy(Kind kind, Path folder, int port) {
    this.kind = kind;
    this.folder = folder;
    this.port = port;
    this.process = launch();
  }

  /** With the settings that are usual. */
  public static Proxy start(Kind kind, List<Integer> nodes) {
    return start(kind, nodes, Map.of());
  }

  /**
   * Starts it and returns when it takes connections.
   *
   * @param settings what of its settings is otherwise: TIMEOUT (ms), PROBE, API, KEPT (by nginx)
   */
  public static Proxy start(Kind kind, List<Integer> nodes, Map<String, String> settings) {
    try {
      var folder = Files.createTempDirectory("pixstream-proxy-");
      int port = freePort();
      var text = read(kind.settings);
      for (var one : settings.entrySet()) {
        text = text.replace("@" + one.getKey() + "@", one.getValue());
      }
      var lines =
          IntStream.range(0, nodes.size())
              .mapToObj(i -> kind.node(i, nodes.get(i)))
              .collect(Collectors.joining("\n"));
      var directed =
          IntStream.range(0, nodes.size())
              .mapToObj("    nodes.add_backend(node%d);\n"::formatted)
              .collect(Collectors.joining());
      text =
          text.replace("@PORT@", Integer.toString(port))
              .replace("@NODES@", lines)
              .replace("@DIRECTED@", directed)
              .replace("@TIMEOUT@", "50000")
              .replace("@KEPT@", "any")
              .replace("@PROBE@", "option httpchk HEAD /health/ready")
              .replace("@API@", "if (req.url ~ \"^/api/\") { return (pass); }")
              .replace(
                  "@USER@", System.getProperty("user.name").equals("root") ? "user root;" : "");
      Files.writeString(folder.resolve(kind.settings), text);
      return new Proxy(kind, folder, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return port;
  }

  /** Ends it as an operator does, and starts it again on its port. */
  public void restart() {
    stop();
    process = launch();
  }

  @Override
  public void close() {
    stop();
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void stop() {
    var children = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly);
    children.forEach(child -> child.onExit().orTimeout(STOP_SECONDS, TimeUnit.SECONDS).join());
  }

  private Process launch() {
    try {
      var started =
          new ProcessBuilder(kind.command(folder, port))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("output").toFile())
              .start();
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
      while (!answers()) {
        if (started.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
          started.descendants().forEach(ProcessHandle::destroyForcibly);
          started.destroyForcibly();
          throw new AssertionError(
              kind + " does not start: " + Files.readString(folder.resolve("output")));
        }
      }
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private boolean answers() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String read(String name) throws IOException {
    try (var file = Proxy.class.getResourceAsStream("proxies/" + name)) {
      return new String(Objects.requireNonNull(file).readAllBytes(), UTF_8);
    }
  }
}
