/** What a check is, and what it works with. */
@NullMarked
package dev.pixstream.check.trial;

import org.jspecify.annotations.NullMarked;
