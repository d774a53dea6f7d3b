package dev.pixstream.server.security.network;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One address, or those of a network (CIDR). Names are not looked up.
 *
 * @param first an address of it
 * @param bits how many bits all of them begin with
 */
record AddressRange(InetAddress first, int bits) {
  private static final Pattern LITERAL =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  static Optional<AddressRange> parse(String text) {
    var parts = text.split("/", 2);
    return address(parts[0])
        .flatMap(
            first -> {
              int all = first.getAddress().length * Byte.SIZE;
              return parts.length == 1
                  ? Optional.of(new AddressRange(first, all))
                  : bits(parts[1], all).map(bits -> new AddressRange(first, bits));
            });
  }

  /** The address that this text is. */
  static Optional<InetAddress> address(String text) {
    try {
      return LITERAL.matcher(text).matches()
          ? Optional.of(InetAddress.ofLiteral(text))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  boolean holds(InetAddress other) {
    var own = first.getAddress();
    var its = other.getAddress();
    if (own.length != its.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % Byte.SIZE);
      if (((own[bit / Byte.SIZE] ^ its[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  private static Optional<Integer> bits(String text, int max) {
    return Optional.of(text)
        .filter(number -> number.matches("[0-9]{1,3}"))
        .map(Integer::valueOf)
        .filter(bits -> bits <= max);
  }
}
