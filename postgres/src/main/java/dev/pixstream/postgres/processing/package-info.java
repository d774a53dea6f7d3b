/** The queue in PostgreSQL: jobs, dead letters, the ledger, and the removal of what is done. */
@NullMarked
package dev.pixstream.postgres.processing;

import org.jspecify.annotations.NullMarked;
