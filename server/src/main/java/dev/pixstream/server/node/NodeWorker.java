package dev.pixstream.server.node;

import dev.pixstream.core.model.Channel;
import dev.pixstream.core.model.MessageFormat;
import dev.pixstream.core.processing.Processing;
import dev.pixstream.core.processing.Worker;
import dev.pixstream.core.processing.WorkerListener;
import dev.pixstream.core.store.queue.Confirmations;
import dev.pixstream.postgres.PgStore;
import dev.pixstream.server.processing.Processors;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The worker of a node, with its processor. */
final class NodeWorker {
  private final Processors processors;
  private final Worker worker;

  private NodeWorker(Processors processors, Worker worker) {
    this.processors = processors;
    this.worker = worker;
  }

  /**
   * Makes it, unless the node is to have none.
   *
   * @throws dev.pixstream.server.processing.ProcessorException if there is no such processor or it
   *     can't be configured
   */
  static Optional<NodeWorker> of(
      String node,
      WorkerOptions options,
      PgStore store,
      MessageFormat format,
      WorkerListener listener) {
    if (!options.enabled()) {
      return Optional.empty();
    }
    var processors = Processors.find(options.processor(), () -> store.ledger(format));
    try {
      var dependencies =
          new Worker.Dependencies(
              store.queue(),
              store.log()::load,
              new Processing(Map.of(Channel.JSON, processors.choose(options.processor()))),
              options.rules(),
              listener);
      return Optional.of(new NodeWorker(processors, new Worker(node, dependencies)));
    } catch (RuntimeException e) {
      processors.close();
      throw e;
    }
  }

  Confirmations confirmations() {
    return worker;
  }

  void start() {
    worker.start();
  }

  /** Stops on a thread of its own, within that time and a little more. */
  CompletableFuture<Void> stop(Duration within) {
    var stopped = new CompletableFuture<Void>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                worker.stop(within);
                processors.close();
                stopped.complete(null);
              } catch (Exception e) {
                stopped.completeExceptionally(e);
              }
            });
    return stopped;
  }
}
