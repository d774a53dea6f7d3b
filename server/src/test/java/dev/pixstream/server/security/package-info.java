/** Tests of who a caller is, without a server. */
@NullMarked
package dev.pixstream.server.security;

import org.jspecify.annotations.NullMarked;
