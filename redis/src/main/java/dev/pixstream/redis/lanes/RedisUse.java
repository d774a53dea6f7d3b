package dev.pixstream.redis.lanes;

import dev.pixstream.redis.link.RedisLink;
import dev.pixstream.redis.link.RedisNodes;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * How a node's connections to Redis are used.
 *
 * @param masters how many there are, as far as is known
 * @param connected to how many of them there is a connection
 * @param reconnects how often one was lost and made anew
 * @param calls those under way
 * @param rewinds how many lanes were made anew because PostgreSQL had lost their newest messages
 */
public record RedisUse(
    IntSupplier masters,
    IntSupplier connected,
    LongSupplier reconnects,
    LongSupplier calls,
    LongSupplier rewinds) {
  public static RedisUse of(RedisNodes nodes, TailCheck tailCheck) {
    return new RedisUse(
        () -> nodes.masters().size(),
        () -> (int) nodes.masters().stream().filter(link -> link.facts().isPresent()).count(),
        nodes::reconnects,
        () -> nodes.masters().stream().mapToLong(RedisLink::underWay).sum(),
        tailCheck::rewinds);
  }
}
