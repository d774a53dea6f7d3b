/** The store in PostgreSQL, put together. */
@NullMarked
package dev.pixstream.postgres;

import org.jspecify.annotations.NullMarked;
