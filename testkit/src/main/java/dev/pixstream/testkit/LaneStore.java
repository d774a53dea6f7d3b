package dev.pixstream.testkit;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.MessageLog;
import dev.pixstream.core.store.StreamCoordinator;
import dev.pixstream.core.store.StreamRules;
import dev.pixstream.core.store.audit.Verification;
import dev.pixstream.core.store.queue.Cleaning;
import dev.pixstream.core.store.queue.ProcessingQueue;
import dev.pixstream.core.store.view.LaneView;
import dev.pixstream.core.store.view.Timelines;
import dev.pixstream.core.verification.Partition;
import dev.pixstream.core.verification.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A coordinator and its log, as the contract suites see them: with a clock that can be moved, and a
 * look inside.
 */
public interface LaneStore extends AutoCloseable {
  /** The rules that the suites are written for. */
  StreamRules RULES =
      new StreamRules(Duration.ofSeconds(8), Duration.ofSeconds(60), Duration.ofSeconds(5), 6);

  StreamCoordinator coordinator();

  MessageLog log();

  /** The queue on which confirmations of the coordinator go. */
  ProcessingQueue queue();

  /** What removes messages after the retention. */
  Cleaning cleaning();

  /** How lanes stand. */
  LaneView view();

  /** The life of single messages. */
  Timelines timelines();

  /** Moves the store's clock ahead by this much. */
  void advance(Duration time);

  /** What a crash of the store does to its state, short of losing anything. */
  void crash();

  /** What the check of a live installation looks at. */
  Verification verification();

  /** Where the invariant <em>partition</em> does not hold. */
  default List<String> violations() {
    return Lane.await(verification().lanes(Optional.empty(), Integer.MAX_VALUE)).stream()
        .flatMap(lane -> violations(lane).stream())
        .toList();
  }

  /** Where it does not hold in one lane, by one look. */
  default List<String> violations(LaneId lane) {
    var snapshot = Lane.await(verification().look(lane, 0, Integer.MAX_VALUE));
    return Partition.violations(snapshot).stream().map(Violation::toString).toList();
  }

  /** Where it does not hold of what was confirmed and is to be processed. */
  List<String> processingViolations();

  @Override
  void close();
}
