/** The commands of envelopes: sign and verify. */
@NullMarked
package dev.pixstream.cli.xml;

import org.jspecify.annotations.NullMarked;
