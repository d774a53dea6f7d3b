package dev.pixstream.redis;

import java.util.HashMap;
import java.util.Map;

/**
 * What a Redis says of itself.
 *
 * @param run names its process: another one may have lost what this one knew
 * @param version such as 6.2.11
 * @param policy what it does when its memory is full
 * @param cluster whether it is part of a cluster
 */
record RedisFacts(String run, String version, String policy, boolean cluster) {
  /** The only policy with which it forgets nothing. */
  static final String NO_EVICTION = "noeviction";

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
        facts.getOrDefault("cluster_enabled", "0").equals("1"));
  }
}
