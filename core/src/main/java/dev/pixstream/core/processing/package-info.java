/** The worker: it takes jobs of the queue, processes payments, retries, and cleans up. */
@NullMarked
package dev.pixstream.core.processing;

import org.jspecify.annotations.NullMarked;
