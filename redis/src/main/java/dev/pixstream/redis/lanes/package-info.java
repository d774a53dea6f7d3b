/**
 * Streams and claims in Redis: one script an operation, and the rebuilding of a lane that was lost.
 */
@NullMarked
package dev.pixstream.redis.lanes;

import org.jspecify.annotations.NullMarked;
