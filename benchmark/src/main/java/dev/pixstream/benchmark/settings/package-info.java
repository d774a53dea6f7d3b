/** What is measured: which server, how much load, for how long. */
@NullMarked
package dev.pixstream.benchmark.settings;

import org.jspecify.annotations.NullMarked;
