@NullMarked
package dev.pixstream.server.limits;

import org.jspecify.annotations.NullMarked;
