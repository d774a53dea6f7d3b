/** Who a caller is: certificates, tokens and keys, and their files, which may change. */
@NullMarked
package dev.pixstream.server.security;

import org.jspecify.annotations.NullMarked;
