/** The contract's promises, a file for each of its sections. */
@NullMarked
package dev.pixstream.check.contract;

import org.jspecify.annotations.NullMarked;
