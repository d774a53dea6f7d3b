/** {@code pixstream dlq}: dead letters. */
@NullMarked
package dev.pixstream.cli.dlq;

import org.jspecify.annotations.NullMarked;
