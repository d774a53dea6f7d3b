@NullMarked
package dev.pixstream.junit;

import org.jspecify.annotations.NullMarked;
