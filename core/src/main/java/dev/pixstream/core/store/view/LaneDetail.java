package dev.pixstream.core.store.view;

import dev.pixstream.core.model.SeqRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A lane from within.
 *
 * @param cleaned messages up to this number were removed after the retention
 * @param returned ranges that wait for redelivery, the first 50
 * @param streams the open ones, the oldest first
 */
public record LaneDetail(long cleaned, List<SeqRange> returned, List<OpenStream> streams) {
  public LaneDetail {
    returned = List.copyOf(returned);
    streams = List.copyOf(streams);
  }

  /**
   * An open stream.
   *
   * @param number names it for {@link LaneView#end}
   * @param digest eight hexadecimal digits of its newest id's SHA-256, as logs have it: the id
   *     itself is as good as a token
   * @param node where it waited last; empty if it never did
   * @param pulled when it was last given a batch or began to wait
   * @param waits whether it waits in a long poll
   * @param batch the number of its newest batch; empty: it had none
   * @param leaseUntil when it ends unless its collector comes back
   * @param redelivered how many messages of its batch were delivered before
   * @param ranges what it holds
   */
  public record OpenStream(
      long number,
      String digest,
      String node,
      Instant opened,
      Instant pulled,
      boolean waits,
      Optional<Integer> batch,
      Instant leaseUntil,
      int redelivered,
      List<SeqRange> ranges) {
    public OpenStream {
      ranges = List.copyOf(ranges);
    }

    /** How many messages it holds. */
    public long messages() {
      return ranges.stream().mapToLong(range -> range.to() - range.from()).sum();
    }
  }
}
