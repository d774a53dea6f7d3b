/** Envelopes of the SPI as XML: read within bounds, signed, and their signatures verified. */
@NullMarked
package dev.pixstream.server.dialect.icom.xml;

import org.jspecify.annotations.NullMarked;
