/** Tests over a real Redis and a real PostgreSQL. */
@NullMarked
package dev.pixstream.redis;

import org.jspecify.annotations.NullMarked;
