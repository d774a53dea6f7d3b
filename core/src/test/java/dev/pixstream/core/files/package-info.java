@NullMarked
package dev.pixstream.core.files;

import org.jspecify.annotations.NullMarked;
