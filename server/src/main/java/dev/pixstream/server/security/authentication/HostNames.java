package dev.pixstream.server.security.authentication;

import dev.pixstream.server.security.network.Loopback;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The names under which a server may be asked. A page of another site can point a name of its own
 * at this server (DNS rebinding), and its browser then takes the server for that site; what it
 * can't do is to make an address or one of these names its own.
 */
public final class HostNames {
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9._~-]{1,255})(?::[0-9]{0,5})?");
  private static final Pattern ADDRESS =
      Pattern.compile("\\[.*]|(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\\.(?!$)|$)){4}");

  /** Domains in which nobody can register a name; the first is that of names without a dot. */
  private static final Pattern PRIVATE =
      Pattern.compile("[^.]+|.+\\.(?:localhost|local|internal|test|svc)");

  private static final Pattern SETTING =
      Pattern.compile("\\*|(?:\\*\\.)?[A-Za-z0-9_~-]+(?:\\.[A-Za-z0-9_~-]+)*|\\[[0-9A-Fa-f:.]+]");

  private final List<String> named;
  private final String listenedOn;
  private final boolean any;
  private final boolean privateOnes;

  private HostNames(List<String> named, String listenedOn, boolean any, boolean privateOnes) {
    this.named = named;
    this.listenedOn = listenedOn;
    this.any = any;
    this.privateOnes = privateOnes;
  }

  /**
   * Those of a server that listens there. Addresses, loopback and the name that it listens on are
   * always among them. If none are named: any, where callers have to show a credential, since a
   * browser has none for a rebound name; else private names too, unless it is for this machine
   * alone.
   */
  public static HostNames of(SecurityOptions security, String listenedOn) {
    var named = security.hosts().stream().map(HostNames::plain).toList();
    boolean none = named.isEmpty();
    return new HostNames(
        named,
        plain(listenedOn),
        named.contains("*") || (none && security.asksWho()),
        none && !Loopback.is(listenedOn));
  }

  /** Whether this may be among the names of the setting. */
  public static boolean isSetting(String text) {
    return SETTING.matcher(text).matches();
  }

  /** The name in a Host header, without its port and in lower case; empty if it is none. */
  public static Optional<String> nameIn(String host) {
    var found = HOST.matcher(host);
    return found.matches() ? Optional.of(plain(found.group(1))) : Optional.empty();
  }

  /** Whether the server answers to this name. */
  public boolean serves(String name) {
    return any
        || ADDRESS.matcher(name).matches()
        || name.equals("localhost")
        || name.endsWith(".localhost")
        || name.equals(listenedOn)
        || isNamed(name)
        || (privateOnes && PRIVATE.matcher(name).matches());
  }

  /** Whether an operator gave it this name. */
  boolean isNamed(String name) {
    return named.stream()
        .anyMatch(one -> one.startsWith("*.") ? name.endsWith(one.substring(1)) : one.equals(name));
  }

  private static String plain(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
