/** Files that people write: settings, keys, certificates. */
@NullMarked
package dev.pixstream.core.files;

import org.jspecify.annotations.NullMarked;
