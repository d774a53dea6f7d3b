/** Samples of all lanes once a second, and the event streams that show them. */
@NullMarked
package dev.pixstream.server.console.live;

import org.jspecify.annotations.NullMarked;
