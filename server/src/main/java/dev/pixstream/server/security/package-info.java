/** Callers, roles and keys. */
@NullMarked
package dev.pixstream.server.security;

import org.jspecify.annotations.NullMarked;
