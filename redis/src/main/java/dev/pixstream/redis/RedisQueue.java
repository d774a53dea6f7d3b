package dev.pixstream.redis;

import dev.pixstream.core.processing.DeadLetters;
import dev.pixstream.core.processing.ProcessingQueue;
import dev.pixstream.core.processing.ProcessingRecord;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/** The queue of one node: its parts, wired. */
final class RedisQueue {
  private final QueueCalls calls;
  private final ProcessingRecord record;
  private final QueueLog log;
  private final QueueHistory history;
  private final RedisProcessingQueue queue;

  RedisQueue(RedisCalls redis, RedisStore.Tuning tuning, ProcessingRecord record) {
    this.calls = new QueueCalls(redis, new QueueKeys(tuning.keys()), tuning.ahead());
    this.record = record;
    this.log = new QueueLog(calls, record);
    this.history = new QueueHistory(calls, log, record);
    this.queue = new RedisProcessingQueue(calls, record, log, history);
  }

  ProcessingQueue queue() {
    return queue;
  }

  QueueCalls calls() {
    return calls;
  }

  QueueLog log() {
    return log;
  }

  QueueHistory history() {
    return history;
  }

  /** Dead letters whose replays reach this queue. */
  DeadLetters deadLetters(DeadLetters inDatabase) {
    return new QueueDeadLetters(inDatabase, log);
  }

  /**
   * What each node does, whether it has a worker or not.
   *
   * @param failed is told of each round that failed; the next one comes all the same
   */
  Historian historian(ScheduledExecutorService timers, Consumer<Throwable> failed) {
    return new Historian(history, log, queue, record, timers, failed);
  }
}
