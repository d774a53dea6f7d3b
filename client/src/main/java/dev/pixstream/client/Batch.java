package dev.pixstream.client;

import java.time.Duration;
import java.util.List;

/**
 * The messages of one 200 response, in the order of their lane.
 *
 * @param ispb the 8 characters of the institution that receives them
 * @param collector which of the parallel collectors pulled it, from 1
 * @param messages 1 to 10 messages, each the JSON object exactly as the server sent it
 * @param redelivered how many of them were, or after lost state may have been, delivered before;
 *     they carry the same {@code endToEndId} as then (contract, promise 6)
 * @param latency from the request to the whole response, the long poll included
 */
public record Batch(
    String ispb, int collector, List<String> messages, int redelivered, Duration latency) {

  /** Copies the list. */
  public Batch {
    messages = List.copyOf(messages);
  }
}
