@NullMarked
package dev.pixstream.server.console;

import org.jspecify.annotations.NullMarked;
