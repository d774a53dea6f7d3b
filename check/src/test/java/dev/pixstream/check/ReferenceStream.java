package dev.pixstream.check;

import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** A stream of the reference server. Its lane's lock guards it. */
final class ReferenceStream {

  /** A message in its lane. */
  static final class Stored {
    final long sequence;
    final ReferenceMessage message;
    int deliveries;

    Stored(long sequence, ReferenceMessage message) {
      this.sequence = sequence;
      this.message = message;
    }
  }

  /** A request that waits. */
  record Waiter(
      ReferenceStream stream,
      String asked,
      int max,
      boolean starts,
      CompletableFuture<Reply> reply) {}

  final ReferenceLane lane;
  final SequencedMap<Long, Stored> batch = new TreeMap<>();
  final List<Waiter> waiting = new ArrayList<>();
  String asked = "start";
  String latest = "";
  int redelivered;
  long claimedNanos;
  long endNanos;
  boolean closed;

  ReferenceStream(ReferenceLane lane) {
    this.lane = lane;
  }
}
