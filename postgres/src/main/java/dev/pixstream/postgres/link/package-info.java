/**
 * Connections to PostgreSQL: sessions, calls with a deadline, batches of calls, what a refusal
 * means.
 */
@NullMarked
package dev.pixstream.postgres.link;

import org.jspecify.annotations.NullMarked;
