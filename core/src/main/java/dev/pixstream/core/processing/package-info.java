/**
 * What happens to messages after their confirmation: the queue {@code message-processing}, its
 * worker, and what users implement to process payments.
 */
@NullMarked
package dev.pixstream.core.processing;

import org.jspecify.annotations.NullMarked;
