/** The message log and the stream coordinator in PostgreSQL, and the signals between nodes. */
@NullMarked
package dev.pixstream.postgres.lanes;

import org.jspecify.annotations.NullMarked;
