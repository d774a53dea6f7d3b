/** Confirmed attempts on their way from Redis to the history in PostgreSQL. */
@NullMarked
package dev.pixstream.redis.history;

import org.jspecify.annotations.NullMarked;
