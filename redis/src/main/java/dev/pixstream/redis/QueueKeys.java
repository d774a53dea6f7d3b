package dev.pixstream.redis;

import dev.pixstream.core.Ispb;
import java.util.List;

/** The names of the queue's keys. */
record QueueKeys(Keys keys) {
  /** Those of a lane, in the order in which the scripts know them (queue.lua). */
  List<String> of(Ispb ispb) {
    return List.of(
        keys.queue(ispb),
        keys.lane(ispb, "work"),
        keys.lane(ispb, "processing"),
        keys.lane(ispb, "jobs"),
        keys.lane(ispb, "running"),
        keys.lane(ispb, "retries"),
        keys.lane(ispb, "retry"));
  }

  /** What is told of a lane to people who watch, in the order in which sample.lua knows it. */
  List<String> sampled(Ispb ispb) {
    return List.of(
        keys.head(ispb),
        keys.streams(ispb),
        keys.leases(ispb),
        keys.owners(ispb),
        keys.returned(ispb),
        keys.again(ispb),
        keys.queue(ispb),
        keys.lane(ispb, "work"),
        state(ispb));
  }

  /** Redis Stream: what was confirmed and is not in PostgreSQL's history yet. */
  String confirmed(Ispb ispb) {
    return keys.queue(ispb);
  }

  /** Hash: how far the queue knows the lane's log. */
  String state(Ispb ispb) {
    return keys.lane(ispb, "processing");
  }

  /** Sorted set of all lanes in which something will be due: the one key that is of no lane. */
  String agenda() {
    return keys.prefix() + "message-processing:due";
  }
}
