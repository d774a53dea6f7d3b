/** {@code pixstream serve}: options of a server, its start and its end. */
@NullMarked
package dev.pixstream.cli.serve;

import org.jspecify.annotations.NullMarked;
