package dev.pixstream.benchmark.load;

import dev.pixstream.benchmark.measure.Ledger;
import java.util.ArrayList;
import java.util.Optional;

/** As much as publishers can store, up to a number of messages, and not too far ahead. */
final class ClosedSource implements Source {
  private final Ledger ledger;
  private final Shares shares;
  private final int arrayMax;
  private final long messages;
  private final long aheadMax;

  /** At most {@code messages}, of which at most {@code aheadMax} are not received. */
  ClosedSource(Ledger ledger, Shares shares, int arrayMax, long messages, long aheadMax) {
    this.ledger = ledger;
    this.shares = shares;
    this.arrayMax = arrayMax;
    this.messages = messages;
    this.aheadMax = aheadMax;
  }

  @Override
  public Optional<Parcel> next(long nowNanos) {
    long left =
        Math.min(messages - ledger.issued(), aheadMax - (ledger.issued() - ledger.received()));
    if (left <= 0) {
      return Optional.empty();
    }
    var numbers = new ArrayList<Long>();
    for (long i = Math.min(left, arrayMax); i > 0; i--) {
      numbers.add(ledger.issue(nowNanos));
    }
    return Optional.of(new Parcel(shares.next(), numbers));
  }

  @Override
  public long wakeNanos() {
    return Long.MAX_VALUE;
  }
}
