/**
 * Work without end and calls that may throw: guarded, so that none ends a schedule or keeps a slot.
 */
@NullMarked
package dev.pixstream.core.async;

import org.jspecify.annotations.NullMarked;
