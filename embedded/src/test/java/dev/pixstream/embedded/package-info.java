@NullMarked
package dev.pixstream.embedded;

import org.jspecify.annotations.NullMarked;
