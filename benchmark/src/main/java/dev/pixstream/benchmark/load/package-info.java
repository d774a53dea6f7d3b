/** Publishers and collectors, and what they send. */
@NullMarked
package dev.pixstream.benchmark.load;

import org.jspecify.annotations.NullMarked;
