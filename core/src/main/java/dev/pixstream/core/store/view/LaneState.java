package dev.pixstream.core.store.view;

import dev.pixstream.core.model.LaneId;
import java.time.Instant;
import java.util.Optional;

/**
 * One lane at one moment.
 *
 * @param stored messages that were ever stored
 * @param head of them, delivered at least once
 * @param backlog messages to be delivered, those that were returned included
 * @param oldest when the oldest of the backlog was stored
 * @param streams how many are open, up to 6
 * @param waiting how many of them wait in a long poll
 * @param inFlight messages delivered and not confirmed
 * @param redelivered messages delivered once more since the sample before
 * @param redeliveredLately and within 15 minutes
 * @param processed messages whose job was done since the sample before; also one that failed in it
 *     and is tried alone
 * @param dead dead letters; over all lanes at most 100,000 are counted
 * @param detail of a lane that is watched
 */
public record LaneState(
    LaneId lane,
    long stored,
    long head,
    long backlog,
    Optional<Instant> oldest,
    int streams,
    int waiting,
    long inFlight,
    long redelivered,
    long redeliveredLately,
    long processed,
    long dead,
    Optional<LaneDetail> detail) {}
