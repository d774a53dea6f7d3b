/** The ways of a request that are the same in every dialect: pulling from a stream, and storing. */
@NullMarked
package dev.pixstream.server.flow;

import org.jspecify.annotations.NullMarked;
