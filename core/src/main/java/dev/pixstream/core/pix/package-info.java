/** Pix messages: their members, their rules, and a generator of valid ones. */
@NullMarked
package dev.pixstream.core.pix;

import org.jspecify.annotations.NullMarked;
