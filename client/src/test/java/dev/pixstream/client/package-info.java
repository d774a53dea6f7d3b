@NullMarked
package dev.pixstream.client;

import org.jspecify.annotations.NullMarked;
