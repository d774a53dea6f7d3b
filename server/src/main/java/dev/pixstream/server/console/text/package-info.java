/** Interface texts in English and Portuguese, and the theme. */
@NullMarked
package dev.pixstream.server.console.text;

import org.jspecify.annotations.NullMarked;
