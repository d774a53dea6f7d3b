/** Tests of the load driver. */
@NullMarked
package dev.pixstream.benchmark;

import org.jspecify.annotations.NullMarked;
