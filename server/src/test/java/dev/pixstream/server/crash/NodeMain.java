package dev.pixstream.server.crash;

import dev.pixstream.core.store.StreamRules;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.server.node.PixStreamServer;
import dev.pixstream.server.node.ServerOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** One node as a process: says its port, stops on SIGTERM, and ends at once with its parent. */
final class NodeMain {
  private NodeMain() {}

  /**
   * Arguments: port, database URL, wait, lease and grace in milliseconds, its worker's, and Redis's
   * URL.
   */
  public static void main(String[] arguments) throws IOException {
    var rules =
        new StreamRules(
            millis(arguments[2]),
            millis(arguments[3]),
            millis(arguments[4]),
            StreamRules.STREAMS_MAX);
    var worker = WorkerArguments.of(List.of(arguments).subList(5, arguments.length));
    var options =
        ServerOptions.DEFAULT
            .withRules(rules)
            .withPort(Integer.parseInt(arguments[0]))
            .withWorker(worker.options())
            .withStopWithin(worker.stopWithin());
    var server = PixStreamServer.start(options, DatabaseUrl.parse(arguments[1]), worker.redis());
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
    System.out.println(server.port());
    while (System.in.read() >= 0) {
      // It lives until its parent closes the pipe, or is gone.
    }
    Runtime.getRuntime().halt(1);
  }

  private static Duration millis(String text) {
    return Duration.ofMillis(Long.parseLong(text));
  }
}
