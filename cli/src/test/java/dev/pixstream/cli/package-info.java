@NullMarked
package dev.pixstream.cli;

import org.jspecify.annotations.NullMarked;
