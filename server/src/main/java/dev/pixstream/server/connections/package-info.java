/** How many connections there are, and what the node holds for them. */
@NullMarked
package dev.pixstream.server.connections;

import org.jspecify.annotations.NullMarked;
