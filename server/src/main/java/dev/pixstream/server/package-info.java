/**
 * One node of PixStream over HTTP: routes, the JSON dialect, health, documentation, and the wiring
 * of it all.
 */
@NullMarked
package dev.pixstream.server;

import org.jspecify.annotations.NullMarked;
