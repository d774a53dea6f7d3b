/** Tests of the parts of the load. */
@NullMarked
package dev.pixstream.benchmark.load;

import org.jspecify.annotations.NullMarked;
