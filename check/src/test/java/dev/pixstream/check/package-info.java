/** The checker is tested on servers that break one promise each. */
@NullMarked
package dev.pixstream.check;

import org.jspecify.annotations.NullMarked;
