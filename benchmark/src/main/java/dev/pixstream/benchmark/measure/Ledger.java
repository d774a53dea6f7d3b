package dev.pixstream.benchmark.measure;

import java.util.ArrayList;
import java.util.List;

/**
 * What became of each message, by number: when it was due, when its 201 came, whether it was
 * received. Blocks whose messages are all stored and received need no memory any more, so a run of
 * any length costs what is under way.
 */
public final class Ledger {
  private static final int BLOCK = 4_096;
  private static final byte STORED = 1;
  private static final byte RECEIVED = 2;

  /** Told of each step, with the message's own times. */
  public interface Steps {
    void stored(long dueNanos, long nowNanos);

    void received(long dueNanos, long nowNanos);

    /** Both are known: how long after the 201 it came; 0 if it came before the 201. */
    void delivered(long dueNanos, long nanosAfterStored);
  }

  private static final class Block {
    long[] due = new long[BLOCK];
    long[] stored = new long[BLOCK];
    byte[] states = new byte[BLOCK];
    int done;
  }

  private final List<Block> blocks = new ArrayList<>();
  private final Steps steps;
  private long issued;
  private long stored;
  private long received;
  private long duplicates;
  private long done;

  public Ledger(Steps steps) {
    this.steps = steps;
  }

  /** A new message; its number. */
  public long issue(long dueNanos) {
    int at = (int) (issued % BLOCK);
    if (at == 0) {
      blocks.add(new Block());
    }
    blocks.getLast().due[at] = dueNanos;
    return issued++;
  }

  public void stored(long number, long nowNanos) {
    var block = blocks.get((int) (number / BLOCK));
    int at = (int) (number % BLOCK);
    if (block.done == BLOCK || (block.states[at] & STORED) != 0) {
      return;
    }
    stored++;
    block.states[at] |= STORED;
    block.stored[at] = nowNanos;
    steps.stored(block.due[at], nowNanos);
    if ((block.states[at] & RECEIVED) != 0) {
      steps.delivered(block.due[at], 0);
      done(block);
    }
  }

  /** When a message that was not stored yet was due. */
  public long due(long number) {
    return blocks.get((int) (number / BLOCK)).due[(int) (number % BLOCK)];
  }

  /** Whether the message was there, confirmed by its 201, at that time. */
  public boolean wasStoredBefore(long number, long nanos) {
    if (number < 0 || number >= issued) {
      return false;
    }
    var block = blocks.get((int) (number / BLOCK));
    int at = (int) (number % BLOCK);
    return block.done < BLOCK && (block.states[at] & STORED) != 0 && block.stored[at] - nanos <= 0;
  }

  /** Whether it came for the first time. A number that was never issued is a foreign message. */
  public boolean received(long number, long nowNanos) {
    if (number < 0 || number >= issued) {
      return false;
    }
    var block = blocks.get((int) (number / BLOCK));
    int at = (int) (number % BLOCK);
    if (block.done == BLOCK || (block.states[at] & RECEIVED) != 0) {
      duplicates++;
      return false;
    }
    received++;
    block.states[at] |= RECEIVED;
    steps.received(block.due[at], nowNanos);
    if ((block.states[at] & STORED) != 0) {
      steps.delivered(block.due[at], nowNanos - block.stored[at]);
      done(block);
    }
    return true;
  }

  private void done(Block block) {
    done++;
    if (++block.done == BLOCK) {
      block.due = new long[0];
      block.stored = new long[0];
      block.states = new byte[0];
    }
  }

  public long issued() {
    return issued;
  }

  public long stored() {
    return stored;
  }

  public long received() {
    return received;
  }

  public long duplicates() {
    return duplicates;
  }

  /** Stored, told so by a 201, and not received. */
  public long missing() {
    return stored - done;
  }
}
