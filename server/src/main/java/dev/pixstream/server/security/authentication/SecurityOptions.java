package dev.pixstream.server.security.authentication;

import dev.pixstream.server.security.InvalidSecurityException;
import dev.pixstream.server.security.network.Loopback;
import dev.pixstream.server.security.network.TrustedProxies;
import dev.pixstream.server.security.tls.ClientCertificates;
import dev.pixstream.server.security.tls.TlsOptions;
import dev.pixstream.server.security.tokens.TokenOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Who may come in.
 *
 * @param tls empty: connections are not encrypted
 * @param apiKeys the file of keys, if there are keys
 * @param tokens which tokens are believed, if any
 * @param insecure whether anyone may come in, also from elsewhere
 * @param hosts by which names it may be asked; empty: {@link HostNames} says by which
 * @param lookEvery how often files are looked at for changes
 * @param remindEvery how often the log says that anyone may come in
 * @param proxies who is believed when it says how a request came to it
 */
public record SecurityOptions(
    Optional<TlsOptions> tls,
    Optional<Path> apiKeys,
    Optional<TokenOptions> tokens,
    boolean insecure,
    List<String> hosts,
    Duration lookEvery,
    Duration remindEvery,
    TrustedProxies proxies) {
  /** Anyone may come in, but from this machine only. */
  public static final SecurityOptions NONE =
      new SecurityOptions(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          List.of(),
          Duration.ofSeconds(2),
          Duration.ofMinutes(1),
          TrustedProxies.NONE);

  public SecurityOptions withTls(TlsOptions other) {
    return new SecurityOptions(
        Optional.of(other), apiKeys, tokens, insecure, hosts, lookEvery, remindEvery, proxies);
  }

  public SecurityOptions withApiKeys(Path other) {
    return new SecurityOptions(
        tls, Optional.of(other), tokens, insecure, hosts, lookEvery, remindEvery, proxies);
  }

  public SecurityOptions withTokens(TokenOptions other) {
    return new SecurityOptions(
        tls, apiKeys, Optional.of(other), insecure, hosts, lookEvery, remindEvery, proxies);
  }

  public SecurityOptions withInsecure(boolean other) {
    return new SecurityOptions(tls, apiKeys, tokens, other, hosts, lookEvery, remindEvery, proxies);
  }

  public SecurityOptions withHosts(List<String> other) {
    return new SecurityOptions(
        tls, apiKeys, tokens, insecure, other, lookEvery, remindEvery, proxies);
  }

  public SecurityOptions withTimes(Duration otherLook, Duration otherRemind) {
    return new SecurityOptions(
        tls, apiKeys, tokens, insecure, hosts, otherLook, otherRemind, proxies);
  }

  public SecurityOptions withProxies(TrustedProxies other) {
    return new SecurityOptions(
        tls, apiKeys, tokens, insecure, hosts, lookEvery, remindEvery, other);
  }

  /** Whether callers have to say who they are. */
  public boolean asksWho() {
    return apiKeys.isPresent() || tokens.isPresent() || clients().isPresent();
  }

  Optional<ClientCertificates> clients() {
    return tls.flatMap(TlsOptions::clients);
  }

  /**
   * Refuses what would let anyone in from elsewhere.
   *
   * @throws InvalidSecurityException if that was not asked for
   */
  public void checkListening(String host) {
    if (insecure && asksWho()) {
      throw new InvalidSecurityException(
          "--insecure lets anyone in, so it does not go with keys, tokens or client certificates");
    }
    if (!asksWho() && !insecure && !Loopback.is(host)) {
      throw new InvalidSecurityException(
          "without keys, tokens or client certificates it listens on loopback only, not on "
              + host
              + ": give --api-keys, --token-keys or --client-ca, or --insecure to let anyone in");
    }
  }
}
