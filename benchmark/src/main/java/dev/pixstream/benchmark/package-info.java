/** Loads any server of the contract and measures it from outside. */
@NullMarked
package dev.pixstream.benchmark;

import org.jspecify.annotations.NullMarked;
