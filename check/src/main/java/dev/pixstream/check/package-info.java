/** Checks from outside whether a server keeps the contract. */
@NullMarked
package dev.pixstream.check;

import org.jspecify.annotations.NullMarked;
