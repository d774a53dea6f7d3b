/** TLS: certificates of the server and of clients. */
@NullMarked
package dev.pixstream.server.security.tls;

import org.jspecify.annotations.NullMarked;
