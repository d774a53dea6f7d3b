/** Finds the caller of a request, and whether the request names this server. */
@NullMarked
package dev.pixstream.server.security.authentication;

import org.jspecify.annotations.NullMarked;
