/** What a node tells about itself: metrics, log lines, traces. */
@NullMarked
package dev.pixstream.server.telemetry;

import org.jspecify.annotations.NullMarked;
