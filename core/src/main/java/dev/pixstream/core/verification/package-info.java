/** Whether every message is in exactly one place, as a walk over all lanes. */
@NullMarked
package dev.pixstream.core.verification;

import org.jspecify.annotations.NullMarked;
