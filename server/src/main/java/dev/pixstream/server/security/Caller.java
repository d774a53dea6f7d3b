package dev.pixstream.server.security;

import dev.pixstream.core.model.Ispb;
import dev.pixstream.core.model.LaneId;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who asks.
 *
 * @param name for the log: printable, at most 64 characters, and no secret
 * @param ispb whose lane it reaches; empty: none but as administrator
 * @param roles what it may do
 */
public record Caller(String name, Optional<Ispb> ispb, Set<Role> roles) {
  private static final int NAME_MAX = 64;

  public Caller {
    name = printable(name);
    roles = Set.copyOf(roles);
  }

  /** Whoever asks a server without security: it may do everything. */
  public static final Caller ANYONE =
      new Caller("anyone", Optional.empty(), EnumSet.allOf(Role.class));

  /** Whether it has one of these roles. */
  public boolean hasOneOf(Set<Role> wanted) {
    return roles.stream().anyMatch(wanted::contains);
  }

  /**
   * Whether the lane in a path is within its reach, on any channel. What names no lane is as
   * foreign as another one's.
   */
  public boolean reaches(String lane) {
    var asked = LaneId.parse(lane).map(LaneId::ispb);
    return roles.contains(Role.ADMIN) || (asked.isPresent() && asked.equals(ispb));
  }

  /** What comes from a token or a certificate must not write lines of its own into a log. */
  private static String printable(String name) {
    var plain = name.replaceAll("[^\\x21-\\x7e]", "_");
    return plain.length() <= NAME_MAX ? plain : plain.substring(0, NAME_MAX);
  }
}
