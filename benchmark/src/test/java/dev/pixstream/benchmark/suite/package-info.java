/** The measurements of PixStream itself, each by one command: see METHOD.md. */
@NullMarked
package dev.pixstream.benchmark.suite;

import org.jspecify.annotations.NullMarked;
