/** The ports of the queue {@code message-processing}: jobs, failures, dead letters, cleaning. */
@NullMarked
package dev.pixstream.core.store.queue;

import org.jspecify.annotations.NullMarked;
