/**
 * What people and metrics ask of PostgreSQL: lanes, messages, figures, the check of the partition.
 */
@NullMarked
package dev.pixstream.postgres.view;

import org.jspecify.annotations.NullMarked;
