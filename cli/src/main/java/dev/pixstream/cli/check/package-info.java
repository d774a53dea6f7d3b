/** {@code pixstream check} and {@code pixstream verify}. */
@NullMarked
package dev.pixstream.cli.check;

import org.jspecify.annotations.NullMarked;
