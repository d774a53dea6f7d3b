/** Traces: what became of single messages, told over OTLP. */
@NullMarked
package dev.pixstream.server.tracing;

import org.jspecify.annotations.NullMarked;
