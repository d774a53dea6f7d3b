/** HTTP/1.1 as it comes over a connection, for any client that reads it itself. */
@NullMarked
package dev.pixstream.check.http;

import org.jspecify.annotations.NullMarked;
