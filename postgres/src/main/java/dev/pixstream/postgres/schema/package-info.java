/** The schema in PostgreSQL: migrations, indexes that are built online, its check at the start. */
@NullMarked
package dev.pixstream.postgres.schema;

import org.jspecify.annotations.NullMarked;
