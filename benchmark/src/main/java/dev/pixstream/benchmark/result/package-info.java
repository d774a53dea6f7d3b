/** What a measurement came to, as figures, text and JSON. */
@NullMarked
package dev.pixstream.benchmark.result;

import org.jspecify.annotations.NullMarked;
