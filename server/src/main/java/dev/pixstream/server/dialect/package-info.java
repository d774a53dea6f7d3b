/** What a dialect is: its routes, its representations, and the format of its messages. */
@NullMarked
package dev.pixstream.server.dialect;

import org.jspecify.annotations.NullMarked;
