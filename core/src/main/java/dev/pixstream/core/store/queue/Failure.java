package dev.pixstream.core.store.queue;

import java.time.Duration;
import java.util.Optional;

/**
 * Why one message of a job could not be processed, and what is to become of it.
 *
 * @param seq its number in the lane
 * @param errorClass the class of the error, for people and for grouping
 * @param errorMessage what it said, without personal data, cut to a bound by the store
 * @param retryIn when it becomes visible again; empty: it goes to the dead letters
 */
public record Failure(
    long seq, String errorClass, String errorMessage, Optional<Duration> retryIn) {}
