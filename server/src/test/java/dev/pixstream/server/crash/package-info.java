/**
 * Many collectors, several nodes, and whatever can go wrong between them: lost responses, and
 * {@code kill -9} of nodes, of collectors and of PostgreSQL. Every node is a process of its own.
 */
@NullMarked
package dev.pixstream.server.crash;

import org.jspecify.annotations.NullMarked;
