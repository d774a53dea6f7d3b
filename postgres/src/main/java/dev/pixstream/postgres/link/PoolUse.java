package dev.pixstream.postgres.link;

import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * How one of a node's pools is used; each supplier tells the present.
 *
 * @param name claims, storing, work or statistics
 * @param connectionsMax its bound
 * @param connections how many are open
 * @param calls how many calls are under way, those that wait for a connection included
 * @param failures how many calls have failed since the start
 */
public record PoolUse(
    String name,
    int connectionsMax,
    IntSupplier connections,
    LongSupplier calls,
    LongSupplier failures) {}
