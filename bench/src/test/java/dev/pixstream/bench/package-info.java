/** Loads any server of the contract and measures it from outside. */
@NullMarked
package dev.pixstream.bench;

import org.jspecify.annotations.NullMarked;
