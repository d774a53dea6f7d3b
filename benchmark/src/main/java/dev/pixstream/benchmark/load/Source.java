package dev.pixstream.benchmark.load;

import java.util.List;
import java.util.Optional;

/** Where the messages come from that publishers store. */
interface Source {

  /** Messages of one lane that go into one request. */
  record Parcel(int lane, List<Long> numbers) {}

  /** What can be sent now. */
  Optional<Parcel> next(long nowNanos);

  /** When there may be something next, if nothing else happens. */
  long wakeNanos();

  /** There is nothing to store. */
  Source NONE =
      new Source() {
        @Override
        public Optional<Parcel> next(long nowNanos) {
          return Optional.empty();
        }

        @Override
        public long wakeNanos() {
          return Long.MAX_VALUE;
        }
      };
}
