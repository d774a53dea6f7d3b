package dev.pixstream.core.model;

import java.util.Arrays;
import java.util.Optional;

/**
 * Where an institution exchanges messages. Lanes of two channels share nothing: neither messages
 * nor streams nor limits (contract of the ICOM dialect, Lanes).
 */
public enum Channel {
  /** The JSON contract. Its lanes are stored under the bare ISPB, as they always were. */
  JSON(""),
  /** The primary channel of the ICOM. */
  ICOM("icom:"),
  /** The secondary channel of the ICOM. */
  ICOM2("icom2:");

  private final String prefix;

  Channel(String prefix) {
    this.prefix = prefix;
  }

  /** What stands before the ISPB in the stored name of a lane. */
  String prefix() {
    return prefix;
  }

  /** The channel of a stored name, or empty if its prefix is none. */
  static Optional<Channel> of(String prefix) {
    return Arrays.stream(values()).filter(channel -> channel.prefix.equals(prefix)).findFirst();
  }
}
