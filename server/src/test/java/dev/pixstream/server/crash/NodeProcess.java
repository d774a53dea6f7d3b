package dev.pixstream.server.crash;

import dev.pixstream.core.store.StreamRules;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A node in a JVM of its own, which can be killed, stopped, and started again on its port. */
final class NodeProcess implements AutoCloseable {
  private static final long START_SECONDS = 60;
  private static final long STOP_SECONDS = 20;

  private final String databaseUrl;
  private final StreamRules rules;
  private final List<String> worker;
  private final Queue<String> log = new ConcurrentLinkedQueue<>();
  private Process jvm;
  private CompletableFuture<Integer> announced;
  private int port;

  private NodeProcess(String databaseUrl, StreamRules rules, List<String> worker) {
    this.databaseUrl = databaseUrl;
    this.rules = rules;
    this.worker = worker;
    this.announced = new CompletableFuture<>();
    this.jvm = launch();
  }

  /** Starts a node; {@link #port()} waits until it serves. */
  static NodeProcess start(String databaseUrl, StreamRules rules) {
    return start(databaseUrl, rules, List.of());
  }

  /** The same, with a worker as {@link WorkerArguments} say. */
  static NodeProcess start(String databaseUrl, StreamRules rules, List<String> worker) {
    return new NodeProcess(databaseUrl, rules, worker);
  }

  /** Where it serves, as soon as it does. */
  synchronized int port() {
    port = announced.orTimeout(START_SECONDS, TimeUnit.SECONDS).join();
    return port;
  }

  /** {@code kill -9}. */
  synchronized void kill() {
    jvm.destroyForcibly();
    awaitEnd();
  }

  /** SIGTERM; returns when it has stopped. */
  synchronized void stop() {
    // Process.destroy would close its stdin as well.
    jvm.toHandle().destroy();
    awaitEnd();
  }

  /** Starts it again on the same port. */
  synchronized void restart() {
    announced = new CompletableFuture<>();
    jvm = launch();
    port();
  }

  /** What it logged as a mistake of its own. */
  List<String> errors() {
    return log.stream().filter(line -> line.contains(" ERROR ")).toList();
  }

  @Override
  public synchronized void close() {
    jvm.destroyForcibly();
    awaitEnd();
  }

  private void awaitEnd() {
    jvm.onExit().orTimeout(STOP_SECONDS, TimeUnit.SECONDS).join();
  }

  private Process launch() {
    List<String> line = new ArrayList<>();
    line.add(System.getProperty("java.home") + "/bin/java");
    line.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    line.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
    line.addAll(List.of("--sun-misc-unsafe-memory-access=allow"));
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), NodeMain.class.getName()));
    line.addAll(List.of(Integer.toString(port), databaseUrl));
    line.add(Long.toString(rules.waitMax().toMillis()));
    line.add(Long.toString(rules.lease().toMillis()));
    line.add(Long.toString(rules.grace().toMillis()));
    line.addAll(worker);
    try {
      var process = new ProcessBuilder(line).start();
      var port = announced;
      read(process.inputReader(), said -> port.complete(Integer.valueOf(said)));
      read(process.errorReader(), log::add);
      var _ =
          process
              .onExit()
              .thenRun(() -> port.completeExceptionally(new IOException("ended: " + log)));
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void read(BufferedReader pipe, Consumer<String> line) {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try (pipe) {
                pipe.lines().forEach(line);
              } catch (IOException | UncheckedIOException e) {
                // The process is gone, and its pipe with it.
              }
            });
  }
}
