package dev.pixstream.cli.bench;

import dev.pixstream.benchmark.settings.Watched;
import dev.pixstream.cli.settings.Settings;
import dev.pixstream.cli.terminal.CommandFailure;
import dev.pixstream.cli.terminal.Lifetime;
import dev.pixstream.embedded.DatabaseOptions;
import dev.pixstream.embedded.EmbeddedDatabase;
import dev.pixstream.embedded.EmbeddedDatabaseException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A server to be measured, on temporary data. Each node is a process of its own, so that what it
 * uses can be told from what the driver uses.
 */
record BenchServer(List<URI> urls, Watched watched) {

  /** What the launcher gives a server, whatever the driver has. */
  private static final String HEAP = "192m";

  private static final int STOP_SECONDS = 20;
  private static final Pattern SERVES = Pattern.compile(" serves (http://\\S+) ");

  private record Child(Process process) implements AutoCloseable {
    @Override
    public void close() {
      process.destroy();
      boolean ended =
          process
              .onExit()
              .thenApply(_ -> true)
              .completeOnTimeout(false, STOP_SECONDS, TimeUnit.SECONDS)
              .join();
      if (!ended) {
        process.destroyForcibly();
      }
    }
  }

  /**
   * Starts servers and their database.
   *
   * @param program the class that the nodes run
   */
  static BenchServer start(Class<?> program, int nodes, List<String> options, Lifetime lifetime) {
    var database = lifetime.open(BenchServer::database);
    var urls = new ArrayList<URI>();
    var pids = new ArrayList<Long>();
    for (int i = 0; i < nodes; i++) {
      var child = lifetime.open(() -> node(program, database.url(), options));
      urls.add(address(child.process()));
      pids.add(child.process().pid());
    }
    return new BenchServer(urls, new Watched(pids, List.of(database.pid())));
  }

  private static EmbeddedDatabase database() {
    try {
      return EmbeddedDatabase.temporary(DatabaseOptions.defaults().closedByOwner());
    } catch (EmbeddedDatabaseException e) {
      throw CommandFailure.failed(String.valueOf(e.getMessage()));
    }
  }

  private static Child node(Class<?> program, String database, List<String> options) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (var argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (argument.startsWith("-XX:") || argument.startsWith("--")) {
        command.add(argument);
      }
    }
    var heap = System.getenv("PIXSTREAM_HEAP");
    command.add("-Xmx" + (heap == null ? HEAP : heap));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(program.getName(), "serve", "--port=0", "--host=127.0.0.1"));
    // Warnings about the load would cover the progress; what they tell is in the result.
    if (options.stream().noneMatch(option -> option.startsWith("--log-level"))) {
      command.add("--log-level=error");
    }
    command.addAll(options);
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    // Not on the command line, where everybody on the machine could read the password.
    builder.environment().put(Settings.variable("database-url"), database);
    try {
      return new Child(builder.start());
    } catch (IOException e) {
      throw CommandFailure.failed("can't start a server: " + e.getMessage());
    }
  }

  private static URI address(Process process) {
    try {
      var line = process.inputReader().readLine();
      var told = SERVES.matcher(line == null ? "" : line);
      if (told.find()) {
        return URI.create(told.group(1));
      }
    } catch (IOException _) {
      // It ended, and has said why on stderr.
    }
    throw CommandFailure.failed("its own server did not start");
  }
}
