/** The ports of a store for streams and messages, and what they answer. Outcomes are types. */
@NullMarked
package dev.pixstream.core.store;

import org.jspecify.annotations.NullMarked;
