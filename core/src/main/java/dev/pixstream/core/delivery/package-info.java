/**
 * What a node does for collectors: it opens, pulls and closes, keeps waiting requests, and wakes
 * them.
 */
@NullMarked
package dev.pixstream.core.delivery;

import org.jspecify.annotations.NullMarked;
