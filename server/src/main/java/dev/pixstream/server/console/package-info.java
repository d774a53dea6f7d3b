/** The console: pages for people, rendered here, and the events that keep them up to date. */
@NullMarked
package dev.pixstream.server.console;

import org.jspecify.annotations.NullMarked;
