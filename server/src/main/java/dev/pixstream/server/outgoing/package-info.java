/** What this node asks of others over HTTP. */
@NullMarked
package dev.pixstream.server.outgoing;

import org.jspecify.annotations.NullMarked;
