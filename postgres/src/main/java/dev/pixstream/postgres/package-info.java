/** Lanes in PostgreSQL: the message log, the stream coordinator and the signals between nodes. */
@NullMarked
package dev.pixstream.postgres;

import org.jspecify.annotations.NullMarked;
