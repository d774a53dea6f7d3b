/** The JSON contract: its paths, headers, representations and messages. */
@NullMarked
package dev.pixstream.server.dialect.json;

import org.jspecify.annotations.NullMarked;
