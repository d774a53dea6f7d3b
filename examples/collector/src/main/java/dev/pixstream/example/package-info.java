/** A collector that credits accounts, the way a user of the library would write it. */
@NullMarked
package dev.pixstream.example;

import org.jspecify.annotations.NullMarked;
