/** How much one institution, and all of them together, may ask of a node. */
@NullMarked
package dev.pixstream.server.limits;

import org.jspecify.annotations.NullMarked;
