/** Text files, their permissions, and the percent-encoding of addresses. */
@NullMarked
package dev.pixstream.core.text;

import org.jspecify.annotations.NullMarked;
