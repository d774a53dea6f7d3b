/**
 * The collector library: it follows Pull-Next, confirms, retries and closes, as the contract asks
 * of a collector, and stores messages. It needs the JDK alone.
 */
@NullMarked
package dev.pixstream.client;

import org.jspecify.annotations.NullMarked;
