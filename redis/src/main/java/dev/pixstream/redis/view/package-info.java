/** How lanes stand and where messages are, read from both stores. */
@NullMarked
package dev.pixstream.redis.view;

import org.jspecify.annotations.NullMarked;
