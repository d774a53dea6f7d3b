/** Measurements that can be repeated with one command. */
@NullMarked
package dev.pixstream.benchmark;

import org.jspecify.annotations.NullMarked;
