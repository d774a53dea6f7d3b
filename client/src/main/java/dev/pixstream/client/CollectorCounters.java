package dev.pixstream.client;

/**
 * What collectors of one institution have done since they started, all of them together. Each
 * number only grows; they are read one after the other, so those of a busy collector may be a
 * moment apart.
 *
 * @param pulls requests for messages that were sent, starts and repeated ones included
 * @param batches 200 responses, each handed to the handler
 * @param messages in those batches
 * @param confirmed messages whose confirmation the server has answered
 * @param redelivered messages that were, or may have been, delivered before
 * @param empty 204 responses: a pull waited in vain
 * @param retries requests repeated after a lost response, a 5xx or a 409
 * @param throttled 429 responses
 * @param opened streams
 * @param reopened those of the opened streams that were not their collector's first
 * @param leasesLost streams that were gone (404, 410) or could not be closed
 * @param handlerFailures how often the handler threw
 */
public record CollectorCounters(
    long pulls,
    long batches,
    long messages,
    long confirmed,
    long redelivered,
    long empty,
    long retries,
    long throttled,
    long opened,
    long reopened,
    long leasesLost,
    long handlerFailures) {}
