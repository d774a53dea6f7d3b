@NullMarked
package dev.pixstream.example;

import org.jspecify.annotations.NullMarked;
