/** Thousands of connections on one thread. */
@NullMarked
package dev.pixstream.benchmark.net;

import org.jspecify.annotations.NullMarked;
