/** Addresses: loopback, ranges, and proxies that are trusted. */
@NullMarked
package dev.pixstream.server.security.network;

import org.jspecify.annotations.NullMarked;
