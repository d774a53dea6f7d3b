package dev.pixstream.server.security;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a caller may do. No role includes another one. */
public enum Role {
  /** Reads its lane: streams, and one message with its history. */
  COLLECTOR,
  /** Stores messages in its lane. */
  PUBLISHER,
  /** Administers: test messages, dead letters, one message with its history; of every ISPB. */
  ADMIN,
  /** Reads the metrics, which name institutions and their backlogs. */
  METRICS;

  /** How roles are written, for error messages. */
  public static final String EXPECTED =
      "collector, publisher, admin, metrics, or several with commas";

  /** As it is written. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether somebody with these roles can do without an ISPB. */
  public static boolean needNoIspb(Set<Role> roles) {
    return roles.contains(ADMIN) || roles.equals(Set.of(METRICS));
  }

  public static Optional<Role> parse(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }

  /** Roles with commas between them; empty if one is none, or there is none. */
  public static Optional<Set<Role>> parseAll(String words) {
    var roles = EnumSet.noneOf(Role.class);
    for (var word : words.split(",", -1)) {
      var role = parse(word.strip());
      if (role.isEmpty()) {
        return Optional.empty();
      }
      roles.add(role.get());
    }
    return Optional.of(roles);
  }

  /** The form that {@link #parseAll} reads. */
  public static String words(Set<Role> roles) {
    return roles.stream().sorted().map(Role::word).collect(Collectors.joining(","));
  }
}
