/** Checks from outside, over HTTP alone, whether a server keeps the contract's promises. */
@NullMarked
package dev.pixstream.check;

import org.jspecify.annotations.NullMarked;
