/** What is counted and timed while the load runs. */
@NullMarked
package dev.pixstream.benchmark.measure;

import org.jspecify.annotations.NullMarked;
