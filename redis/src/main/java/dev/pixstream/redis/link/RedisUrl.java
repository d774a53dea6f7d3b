package dev.pixstream.redis.link;

import dev.pixstream.core.text.PercentEncoding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where Redis is: {@code redis://user:password@host:port}, {@code rediss://…} with TLS; several
 * addresses are separated by commas: nodes of a cluster, or one Redis and its replicas.
 */
public final class RedisUrl {
  static final String FORM =
      "a Redis URL has the form redis://user:password@host:port, or rediss:// with TLS; several"
          + " addresses are separated by commas; in a name or password / ? # @ : , and % are"
          + " percent-encoded";

  private static final Pattern EACH =
      Pattern.compile(
          "(?:(?<scheme>[A-Za-z]+)://)?(?:(?<account>[^/?#@]*)@)?(?<address>[^/?#@]+)(?:/0?)?");

  private final boolean tls;
  private final Optional<RedisAccount> account;
  private final RedisTrust trust;
  private final List<RedisAddress> addresses;

  private RedisUrl(
      boolean tls, Optional<RedisAccount> account, RedisTrust trust, List<RedisAddress> addresses) {
    this.tls = tls;
    this.account = account;
    this.trust = trust;
    this.addresses = List.copyOf(addresses);
  }

  /**
   * Reads such an address.
   *
   * @throws IllegalArgumentException if it is not such an address; the message says what was
   *     expected and does not repeat the password
   */
  public static RedisUrl parse(String url) {
    Optional<String> scheme = Optional.empty();
    Optional<String> account = Optional.empty();
    var addresses = new ArrayList<RedisAddress>();
    for (var each : url.split(",", -1)) {
      var form = EACH.matcher(each.strip());
      if (!form.matches()) {
        throw new IllegalArgumentException(FORM);
      }
      scheme = same(scheme, form.group("scheme"), addresses.isEmpty());
      account = same(account, form.group("account"), addresses.isEmpty());
      addresses.add(RedisAddress.parse(form.group("address")));
    }
    boolean tls = isTls(scheme);
    if (tls && addresses.stream().anyMatch(RedisAddress::hasUnderscore)) {
      throw new IllegalArgumentException(
          "no certificate can be verified for a host with _ in its name: with rediss:// Redis needs"
              + " a name without it");
    }
    return new RedisUrl(tls, account.map(RedisUrl::account), RedisTrust.OF_MACHINE, addresses);
  }

  /**
   * The same Redis, trusted in this way.
   *
   * @throws IllegalArgumentException if it is reached without TLS
   */
  public RedisUrl withTrust(RedisTrust how) {
    if (!tls) {
      throw new IllegalArgumentException(
          "certificates are for a Redis with TLS: its URL begins with rediss://");
    }
    return new RedisUrl(true, account, how, addresses);
  }

  boolean tls() {
    return tls;
  }

  Optional<RedisAccount> account() {
    return account;
  }

  RedisTrust trust() {
    return trust;
  }

  /** The addresses that are named. */
  List<RedisAddress> addresses() {
    return addresses;
  }

  /** Each address, without the account: for messages. */
  @Override
  public String toString() {
    return String.join(",", addresses.stream().map(this::plain).toList());
  }

  /** This address, for messages. */
  String plain(RedisAddress address) {
    return (tls ? "rediss://" : "redis://") + address;
  }

  /** The first address names them for all. */
  private static Optional<String> same(Optional<String> known, String named, boolean first) {
    if (first || named == null) {
      return first ? Optional.ofNullable(named) : known;
    }
    if (!known.equals(Optional.of(named))) {
      throw new IllegalArgumentException(
          "the first address of a Redis URL names scheme and account for all; another one was"
              + " named. A comma of a password is percent-encoded");
    }
    return known;
  }

  private static boolean isTls(Optional<String> scheme) {
    return switch (scheme.orElse("").toLowerCase(Locale.ROOT)) {
      case "redis" -> false;
      case "rediss" -> true;
      default -> throw new IllegalArgumentException(FORM);
    };
  }

  private static RedisAccount account(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException(
          "the account of a Redis URL is user:password@, or :password@ for the user default");
    }
    try {
      var user = PercentEncoding.decode(text.substring(0, colon));
      return new RedisAccount(
          user.isEmpty() ? RedisAccount.DEFAULT : user,
          PercentEncoding.decode(text.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the account of the Redis URL: " + e.getMessage(), e);
    }
  }
}
