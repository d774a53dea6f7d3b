/** Tests of reading HTTP/1.1. */
@NullMarked
package dev.pixstream.check.http;

import org.jspecify.annotations.NullMarked;
