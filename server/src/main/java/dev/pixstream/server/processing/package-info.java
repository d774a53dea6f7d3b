/** The processors that a node can run, and how it finds those of others. */
@NullMarked
package dev.pixstream.server.processing;

import org.jspecify.annotations.NullMarked;
