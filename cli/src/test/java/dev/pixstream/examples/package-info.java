/** The examples of the documentation, which tests run. */
@NullMarked
package dev.pixstream.examples;

import org.jspecify.annotations.NullMarked;
