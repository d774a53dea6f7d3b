package dev.pixstream.redis.link;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether a Redis takes writes: one that was made a replica, is full or may not be written to for
 * another reason still answers PING. A key of a minute is set in each.
 */
public final class WriteProbe {
  private static final String KEPT_MS = "60000";

  /** A master with one slot of 16,384 is found by then. */
  private static final int KEYS_MAX = 500_000;

  private final RedisNodes nodes;
  private final Keys keys;
  private final Map<RedisLink, String> keyOf = new ConcurrentHashMap<>();

  public WriteProbe(RedisNodes nodes, Keys keys) {
    this.nodes = nodes;
    this.keys = keys;
  }

  public Future<Void> run() {
    return Future.any(nodes.masters().stream().map(this::write).toList()).mapEmpty();
  }

  private Future<Void> write(RedisLink master) {
    var key =
        keyOf.compute(
            master, (link, known) -> known != null && nodes.of(known) == link ? known : find(link));
    return nodes
        .send(key, Request.cmd(Command.SET).arg(key).arg("1").arg("PX").arg(KEPT_MS))
        .mapEmpty();
  }

  /** A key that this master has. */
  private String find(RedisLink master) {
    for (int number = 0; number < KEYS_MAX; number++) {
      var key = keys.probe(number);
      if (nodes.of(key) == master) {
        return key;
      }
    }
    return keys.probe(0);
  }
}
