/**
 * The check of the invariant <em>partition</em> on a live installation: every message of a lane is
 * at every moment in exactly one place.
 */
@NullMarked
package dev.pixstream.core.verification;

import org.jspecify.annotations.NullMarked;
