package dev.pixstream.redis.link;

import java.util.HashMap;
import java.util.Map;

/**
 * What a Redis says of itself.
 *
 * @param run names its process: another one may have lost what this one knew
 * @param version such as 6.2.11
 * @param policy what it does when its memory is full
 * @param cluster whether it is part of a cluster
 * @param master whether it takes writes of its own, not those of another
 */
public record RedisFacts(
    String run, String version, String policy, boolean cluster, boolean master) {
  /** The only policy with which it forgets nothing. */
  static final String NO_EVICTION = "noeviction";

  private static final int OLDEST_MAJOR = 6;
  private static final int OLDEST_MINOR = 2;

  /**
   * Refuses a Redis that is too old, or would forget claims to make room.
   *
   * @throws RedisUnfitException saying what to do
   */
  public void requireFit() {
    var numbers = version.split("\\.", -1);
    int major = number(numbers, 0);
    if (major < OLDEST_MAJOR || (major == OLDEST_MAJOR && number(numbers, 1) < OLDEST_MINOR)) {
      throw new RedisUnfitException("Redis " + version + " is too old: 6.2 or later is needed");
    }
    if (!policy.equals(NO_EVICTION)) {
      throw new RedisUnfitException(
          "Redis evicts keys when its memory is full (maxmemory-policy "
              + policy
              + "), which would lose claims: set maxmemory-policy noeviction");
    }
  }

  private static int number(String[] numbers, int place) {
    return place < numbers.length && numbers[place].matches("\\d{1,4}")
        ? Integer.parseInt(numbers[place])
        : 0;
  }

  /** From the answer to INFO. */
  static RedisFacts parse(String info) {
    Map<String, String> facts = new HashMap<>();
    for (var line : info.split("\r?\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        facts.put(line.substring(0, colon), line.substring(colon + 1));
      }
    }
    return new RedisFacts(
        facts.getOrDefault("run_id", ""),
        facts.getOrDefault("redis_version", "?"),
        facts.getOrDefault("maxmemory_policy", NO_EVICTION),
        facts.getOrDefault("cluster_enabled", "0").equals("1"),
        facts.getOrDefault("role", "master").equals("master"));
  }
}
