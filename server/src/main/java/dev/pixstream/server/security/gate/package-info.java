/** Finds the caller of a request, and whether the request names this server. */
@NullMarked
package dev.pixstream.server.security.gate;

import org.jspecify.annotations.NullMarked;
