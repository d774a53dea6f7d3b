/** {@code pixstream seed} and {@code pixstream collect}. */
@NullMarked
package dev.pixstream.cli.collect;

import org.jspecify.annotations.NullMarked;
