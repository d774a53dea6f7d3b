package dev.pixstream.core.store;

import dev.pixstream.core.model.Arrival;

/**
 * What an expiry of a lane came to.
 *
 * @param streams how many streams it ended because their lease had ended
 * @param returned the messages that went back to the lane
 */
public record Expiry(int streams, Arrival returned) {
  public static final Expiry NONE = new Expiry(0, Arrival.NONE);
}
