/** The collector library at real servers, some of them behind a line that loses responses. */
@NullMarked
package dev.pixstream.cli.library;

import org.jspecify.annotations.NullMarked;
