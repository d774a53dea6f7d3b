/** What a dialect is to the server that is wired with it. */
@NullMarked
package dev.pixstream.server.dialect;

import org.jspecify.annotations.NullMarked;
