/** Requests and responses, kept as evidence. */
@NullMarked
package dev.pixstream.check.exchange;

import org.jspecify.annotations.NullMarked;
