/** A node with the default heap, and everything that clients can do to its memory. */
@NullMarked
package dev.pixstream.cli.flood;

import org.jspecify.annotations.NullMarked;
