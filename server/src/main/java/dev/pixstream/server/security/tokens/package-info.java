/** JWT bearer tokens and the keys that verify them. */
@NullMarked
package dev.pixstream.server.security.tokens;

import org.jspecify.annotations.NullMarked;
