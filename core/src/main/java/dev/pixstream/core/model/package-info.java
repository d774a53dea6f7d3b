/**
 * What the protocol speaks of: lanes, ids of iterations, ranges of messages, payloads and bounds.
 * It imports nothing of ours.
 */
@NullMarked
package dev.pixstream.core.model;

import org.jspecify.annotations.NullMarked;
