/** {@code pixstream bench}. */
@NullMarked
package dev.pixstream.cli.bench;

import org.jspecify.annotations.NullMarked;
