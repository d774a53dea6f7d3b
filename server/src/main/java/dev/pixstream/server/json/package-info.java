/** Pix messages as JSON: one strict reader, one canonical writer (contract, Representation). */
@NullMarked
package dev.pixstream.server.json;

import org.jspecify.annotations.NullMarked;
