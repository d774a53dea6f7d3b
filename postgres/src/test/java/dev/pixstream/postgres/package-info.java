@NullMarked
package dev.pixstream.postgres;

import org.jspecify.annotations.NullMarked;
