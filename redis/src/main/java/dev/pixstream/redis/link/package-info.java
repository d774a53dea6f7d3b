/** Connections to Redis: addresses, nodes, calls, scripts, slots, and signals. */
@NullMarked
package dev.pixstream.redis.link;

import org.jspecify.annotations.NullMarked;
