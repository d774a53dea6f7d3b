/**
 * The protocol of PixStream, free of any framework and driver: lanes, streams, batches and leases,
 * the ports that a store implements, and the services that run on top of them.
 */
@NullMarked
package dev.pixstream.core;

import org.jspecify.annotations.NullMarked;
