package dev.pixstream.cli.serve;

import dev.pixstream.cli.terminal.CommandFailure;
import dev.pixstream.cli.terminal.Converters;
import dev.pixstream.server.node.HealthOptions;
import dev.pixstream.server.security.InvalidSecurityException;
import dev.pixstream.server.security.Role;
import dev.pixstream.server.security.authentication.HostNames;
import dev.pixstream.server.security.authentication.SecurityOptions;
import dev.pixstream.server.security.network.TrustedProxies;
import dev.pixstream.server.security.tls.ClientCertificates;
import dev.pixstream.server.security.tls.TlsOptions;
import dev.pixstream.server.security.tokens.TokenOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Who may come in. */
final class SecurityMixin {

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      converter = Converters.OfPath.class,
      description = "The server's certificate, PEM, with those up to its authority.")
  private Optional<Path> tlsCert = Optional.empty();

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      converter = Converters.OfPath.class,
      description = "Its private key, PEM (PKCS #8).")
  private Optional<Path> tlsKey = Optional.empty();

  @Option(
      names = "--client-ca",
      paramLabel = "FILE",
      converter = Converters.OfPath.class,
      description = "The authorities of client certificates, PEM. They name the ISPB.")
  private Optional<Path> clientCa = Optional.empty();

  @Option(
      names = "--client-auth",
      paramLabel = "request|require",
      defaultValue = "request",
      description = "Whether a connection without certificate is refused. Default: request.")
  private ClientAuth clientAuth = ClientAuth.REQUEST;

  @Option(
      names = "--client-name",
      paramLabel = "CN|OU|OID",
      defaultValue = "CN",
      description = "Where a certificate's subject has the ISPB. Default: CN.")
  private String clientName = "";

  @Option(
      names = "--client-roles",
      paramLabel = "ROLE",
      defaultValue = "collector",
      description = "What they may do: collector, publisher or both. Default: collector.")
  private String clientRoles = "";

  @Option(
      names = "--client-admins",
      paramLabel = "NAME",
      split = ",",
      description = "Which names in certificates are administrators. Default: none.")
  private List<String> clientAdmins = List.of();

  @Option(
      names = "--api-keys",
      paramLabel = "FILE",
      converter = Converters.OfPath.class,
      description = "The file of keys; `pixstream key` makes its lines.")
  private Optional<Path> apiKeys = Optional.empty();

  @Option(
      names = "--token-keys",
      paramLabel = "FILE|URL",
      description = "The public keys of bearer tokens: PEM, or a JWK set, also over https.")
  private Optional<String> tokenKeys = Optional.empty();

  @Option(
      names = "--token-issuer",
      paramLabel = "TEXT",
      description = "What the claim iss of tokens must be. Default: anything.")
  private Optional<String> tokenIssuer = Optional.empty();

  @Option(
      names = "--token-audience",
      paramLabel = "TEXT",
      description = "What the claim aud of tokens must hold. Default: none has one.")
  private Optional<String> tokenAudience = Optional.empty();

  @Option(
      names = "--trusted-proxies",
      paramLabel = "ADDRESS",
      split = ",",
      description = "Proxies whose Forwarded and X-Forwarded headers count, or their networks.")
  private List<String> trustedProxies = List.of();

  @Option(
      names = "--insecure",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "Let anyone in, also from other machines.")
  private boolean insecure;

  @Option(
      names = "--hosts",
      paramLabel = "NAME",
      split = ",",
      description = "Names it may be asked by, *.example.com or *, beside addresses and localhost.")
  private List<String> hosts = List.of();

  /** Whether a certificate is asked for or demanded. */
  enum ClientAuth {
    REQUEST,
    REQUIRE
  }

  /**
   * What was chosen, and that it does not let anyone in by mistake.
   *
   * @throws CommandFailure if it does not fit together
   */
  SecurityOptions options(String host, HealthOptions health) {
    try {
      var options =
          SecurityOptions.NONE
              .withInsecure(insecure)
              .withHosts(hosts())
              .withProxies(TrustedProxies.of(trustedProxies));
      var tls = tls();
      if (tls.isPresent()) {
        options = options.withTls(tls.get());
      }
      if (apiKeys.isPresent()) {
        options = options.withApiKeys(apiKeys.get());
      }
      if (tokenKeys.isPresent()) {
        options = options.withTokens(new TokenOptions(tokenKeys.get(), tokenIssuer, tokenAudience));
      } else if (tokenIssuer.isPresent() || tokenAudience.isPresent()) {
        throw CommandFailure.usage("--token-issuer and --token-audience need --token-keys");
      }
      options.checkListening(host);
      if (health.managementPort().isPresent()) {
        options.checkListening(health.managementHost());
      }
      return options;
    } catch (InvalidSecurityException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
  }

  private List<String> hosts() {
    for (var name : hosts) {
      if (!HostNames.isSetting(name)) {
        throw CommandFailure.usage(
            "--hosts: expected names without a port, such as pix.example.com or *.example.com, not '"
                + name
                + "'");
      }
    }
    return hosts;
  }

  private Optional<TlsOptions> tls() {
    if (tlsCert.isPresent() != tlsKey.isPresent()) {
      throw CommandFailure.usage("--tls-cert and --tls-key go together");
    }
    if (clientCa.isPresent() && tlsCert.isEmpty()) {
      throw CommandFailure.usage("--client-ca needs --tls-cert and --tls-key");
    }
    return tlsCert.flatMap(
        certificate -> tlsKey.map(key -> new TlsOptions(certificate, key, clients())));
  }

  private Optional<ClientCertificates> clients() {
    return clientCa.map(
        ca ->
            new ClientCertificates(
                ca,
                clientAuth == ClientAuth.REQUIRE,
                clientName,
                Role.parseAll(clientRoles)
                    .orElseThrow(() -> CommandFailure.usage("--client-roles: " + Role.EXPECTED)),
                Set.copyOf(clientAdmins)));
  }
}
