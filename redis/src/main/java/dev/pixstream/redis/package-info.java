/** Streams, claims and the queue in Redis: ranges and ids, never payloads. */
@NullMarked
package dev.pixstream.redis;

import org.jspecify.annotations.NullMarked;
