package dev.pixstream.cli.library;

import dev.pixstream.client.PixCollector;
import java.net.URI;
import java.time.Duration;

/** A collector as a process of its own, which does nothing for its end. */
final class CollectorMain {

  private CollectorMain() {}

  /** Arguments: server, lane, how many collectors, whether the JVM's end closes them. */
  public static void main(String[] arguments) throws Exception {
    var collector =
        PixCollector.builder(URI.create(arguments[0]))
            .ispb(arguments[1])
            .collectors(Integer.parseInt(arguments[2]))
            .closeAtShutdown(Boolean.parseBoolean(arguments[3]))
            .closeWithin(Duration.ofSeconds(5))
            .handler(batch -> System.out.println(batch.messages().size()))
            .start();
    while (System.in.read() >= 0) {
      // It collects until it is told to end, or its parent is gone.
    }
    Runtime.getRuntime().halt(collector.failures().size());
  }
}
