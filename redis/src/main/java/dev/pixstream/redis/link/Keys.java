package dev.pixstream.redis.link;

import dev.pixstream.core.model.Ispb;
import java.util.List;

/**
 * The names of keys. All of one lane carry the same hash tag, so that they are in one slot of a
 * cluster and one script may use them together.
 *
 * @param prefix comes before each; empty except in tests
 */
public record Keys(String prefix) {
  /** Installations. */
  public static final Keys PLAIN = new Keys("");

  /** Hash: what is true of the lane as a whole. */
  public String head(Ispb ispb) {
    return lane(ispb, "head");
  }

  /** Hash, by stream: its ids, its batch and who waits. */
  public String streams(Ispb ispb) {
    return lane(ispb, "streams");
  }

  /** Sorted set, by stream: when its lease ends. */
  public String leases(Ispb ispb) {
    return lane(ispb, "leases");
  }

  /** Hash, by stream: which ranges it holds. */
  public String owners(Ispb ispb) {
    return lane(ispb, "owners");
  }

  /** Sorted set: ranges that are open for redelivery, by their first message. */
  public String returned(Ispb ispb) {
    return lane(ispb, "returned");
  }

  /** Sorted set, by stream: when it ended. */
  public String ended(Ispb ispb) {
    return lane(ispb, "ended");
  }

  /** String: who rebuilds the lane from the messages. */
  public String rebuild(Ispb ispb) {
    return lane(ispb, "rebuild");
  }

  /** Hash: how many messages were delivered once more, in all and by minutes. */
  public String again(Ispb ispb) {
    return lane(ispb, "again");
  }

  /** Redis Stream: attempts of delivery that are over, on their way to the history. */
  public String queue(Ispb ispb) {
    return prefix + "{" + ispb.value() + "}:message-processing";
  }

  /** Hash: a token bucket, and when it was so full. */
  public String tokens(Ispb ispb, String bucket) {
    return lane(ispb, "tokens:" + bucket);
  }

  /** What is told of a lane to people who watch, in the order in which sample.lua knows it. */
  public List<String> sampled(Ispb ispb) {
    return List.of(
        head(ispb),
        streams(ispb),
        leases(ispb),
        owners(ispb),
        returned(ispb),
        again(ispb),
        queue(ispb));
  }

  /** String: that a Redis takes writes. */
  String probe(int number) {
    return prefix + "pixstream:probe:" + number;
  }

  /** The channel on which nodes tell each other what moved. */
  String channel() {
    return prefix + "pixstream";
  }

  private String lane(Ispb ispb, String name) {
    return prefix + "ispb:{" + ispb.value() + "}:" + name;
  }
}
