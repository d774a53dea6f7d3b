/** Tokens of limits that all nodes share. */
@NullMarked
package dev.pixstream.redis.limits;

import org.jspecify.annotations.NullMarked;
