package dev.pixstream.redis.link;

import dev.pixstream.core.model.LaneId;
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
  public String head(LaneId lane) {
    return lane(lane, "head");
  }

  /** Hash, by stream: its ids, its batch and who waits. */
  public String streams(LaneId lane) {
    return lane(lane, "streams");
  }

  /** Sorted set, by stream: when its lease ends. */
  public String leases(LaneId lane) {
    return lane(lane, "leases");
  }

  /** Hash, by stream: which ranges it holds. */
  public String owners(LaneId lane) {
    return lane(lane, "owners");
  }

  /** Sorted set: ranges that are open for redelivery, by their first message. */
  public String returned(LaneId lane) {
    return lane(lane, "returned");
  }

  /** Sorted set, by stream: when it ended. */
  public String ended(LaneId lane) {
    return lane(lane, "ended");
  }

  /** String: who rebuilds the lane from the messages. */
  public String rebuild(LaneId lane) {
    return lane(lane, "rebuild");
  }

  /** Hash: how many messages were delivered once more, in all and by minutes. */
  public String again(LaneId lane) {
    return lane(lane, "again");
  }

  /** Redis Stream: attempts of delivery that are over, on their way to the history. */
  public String queue(LaneId lane) {
    return prefix + "{" + lane.value() + "}:message-processing";
  }

  /** Hash: a token bucket, and when it was so full. */
  public String tokens(LaneId lane, String bucket) {
    return lane(lane, "tokens:" + bucket);
  }

  /** What is told of a lane to people who watch, in the order in which sample.lua knows it. */
  public List<String> sampled(LaneId lane) {
    return List.of(
        head(lane),
        streams(lane),
        leases(lane),
        owners(lane),
        returned(lane),
        again(lane),
        queue(lane));
  }

  /** String: that a Redis takes writes. */
  String probe(int number) {
    return prefix + "pixstream:probe:" + number;
  }

  /** The channel on which nodes tell each other what moved. */
  String channel() {
    return prefix + "pixstream";
  }

  private String lane(LaneId lane, String name) {
    return prefix + "ispb:{" + lane.value() + "}:" + name;
  }
}
