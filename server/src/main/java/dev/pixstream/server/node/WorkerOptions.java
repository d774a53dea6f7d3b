package dev.pixstream.server.node;

import dev.pixstream.core.processing.WorkerRules;
import dev.pixstream.server.processing.ProcessorOptions;

/**
 * How a node processes what was confirmed.
 *
 * @param enabled whether it does; another node may, or nobody: then the queue grows
 */
public record WorkerOptions(boolean enabled, WorkerRules rules, ProcessorOptions processor) {
  /** Posts to the ledger. */
  public static final WorkerOptions DEFAULT =
      new WorkerOptions(true, WorkerRules.DEFAULT, ProcessorOptions.DEFAULT);

  /** Does nothing. */
  public static final WorkerOptions OFF =
      new WorkerOptions(false, WorkerRules.DEFAULT, ProcessorOptions.DEFAULT);
}
