package dev.pixstream.core.store.view;

import java.time.Instant;
import java.util.Optional;

/**
 * A step in the life of a message.
 *
 * @param kind stored, delivery, queued, job, alone (tried alone after it had failed), dead,
 *     replayed, discarded or processed
 * @param began when
 * @param ended empty: it goes on, or it is of no duration
 * @param outcome of a delivery: leased, confirmed, released, expired; of a job: running, done,
 *     lost; of alone: retrying, dead, processed, discarded; else empty
 * @param actor the stream's number, or the worker's name
 * @param attempt 1, 2, 3 …; of alone how many have failed
 * @param note an error, or why it was discarded
 */
public record TimelineStep(
    String kind,
    Instant began,
    Optional<Instant> ended,
    Optional<String> outcome,
    Optional<String> actor,
    Optional<Integer> attempt,
    Optional<String> note) {}
