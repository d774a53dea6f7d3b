package dev.pixstream.core.model;

import java.util.Optional;

/**
 * The name of a lane: one institution on one channel.
 *
 * @param channel where it exchanges messages
 * @param ispb the institution
 */
public record LaneId(Channel channel, Ispb ispb) {
  /** What the text of a lane looks like, for error messages. */
  public static final String EXPECTED = Ispb.EXPECTED + ", for ICOM after icom: or icom2:";

  /** The institution's lane of the JSON contract. */
  public static LaneId json(Ispb ispb) {
    return new LaneId(Channel.JSON, ispb);
  }

  /**
   * The lane of this stored name.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static LaneId of(String value) {
    return parse(value)
        .orElseThrow(() -> new IllegalArgumentException("a lane must be " + EXPECTED));
  }

  /** The lane of this stored name, or empty if it is none. */
  public static Optional<LaneId> parse(String text) {
    int at = text.indexOf(':') + 1;
    if (at == 0) {
      return Ispb.parse(text).map(LaneId::json);
    }
    return Channel.of(text.substring(0, at))
        .flatMap(channel -> Ispb.parse(text.substring(at)).map(ispb -> new LaneId(channel, ispb)));
  }

  /** The name under which it is stored, such as {@code 12345678} or {@code icom:12345678}. */
  public String value() {
    return channel.prefix().isEmpty() ? ispb.value() : channel.prefix() + ispb.value();
  }

  @Override
  public String toString() {
    return value();
  }
}
