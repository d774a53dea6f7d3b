/** The {@code pixstream} command: serve, seed, collect, demo, dlq, check, fault. */
@NullMarked
package dev.pixstream.cli;

import org.jspecify.annotations.NullMarked;
