/** {@code pixstream demo}. */
@NullMarked
package dev.pixstream.cli.demo;

import org.jspecify.annotations.NullMarked;
