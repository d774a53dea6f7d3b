/** A node: its options, its wiring, its start and its end. */
@NullMarked
package dev.pixstream.server.node;

import org.jspecify.annotations.NullMarked;
