package dev.pixstream.core.store;

import dev.pixstream.core.store.audit.Verification;
import dev.pixstream.core.store.queue.Cleaning;
import dev.pixstream.core.store.queue.Confirmations;
import dev.pixstream.core.store.queue.DeadLetters;
import dev.pixstream.core.store.queue.ProcessingQueue;
import dev.pixstream.core.store.view.LaneView;
import dev.pixstream.core.store.view.StoreStatistics;
import dev.pixstream.core.store.view.Timelines;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/**
 * What a node asks of its store. Messages and the queue are in PostgreSQL; streams and claims there
 * too, or in Redis.
 */
public interface Store {
  /** Streams, claims and leases. */
  StreamCoordinator coordinator();

  /** The messages, whose storing the coordinator learns of. */
  MessageLog log();

  /** Leases that end before their time, for faults on order. */
  LeaseFaults leaseFaults();

  /** Lines of text to all nodes. */
  SignalBus bus();

  /** The buckets that all nodes share; empty: each has its own. */
  Optional<TokenLeases> tokenLeases();

  /** What is confirmed and not processed. */
  ProcessingQueue queue();

  /**
   * Who is to be told of each lane where something may have been confirmed: it tells the worker
   * when that is on the queue. It is asked once, and closed with the store.
   *
   * @param failed is notified of each failed round; the next round still runs
   */
  Confirmations before(
      Confirmations worker, ScheduledExecutorService timers, Consumer<Throwable> failed);

  /** What could not be processed. */
  DeadLetters deadLetters();

  /** The removal of what was processed long ago. */
  Cleaning cleaning();

  /** Queries where all messages are, for the check of a live installation. */
  Verification verification();

  /** How lanes stand, for people who watch. */
  LaneView lanes();

  /** The life of single messages. */
  Timelines timelines();

  /**
   * How the installation stands: a few index probes for each lane, at most 2 s.
   *
   * @param lanesMax how many of the largest lanes are named at most, and of those with the oldest
   *     messages
   */
  CompletionStage<StoreStatistics> statistics(int lanesMax);

  /** Completes if the coordinator answers. */
  CompletionStage<Void> check();

  /** Closes all connections. */
  CompletionStage<Void> close();
}
