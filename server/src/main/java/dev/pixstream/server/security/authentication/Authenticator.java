package dev.pixstream.server.security.authentication;

import dev.pixstream.core.async.Duty;
import dev.pixstream.server.security.ApiKey;
import dev.pixstream.server.security.ApiKeys;
import dev.pixstream.server.security.Caller;
import dev.pixstream.server.security.InvalidSecurityException;
import dev.pixstream.server.security.Reloaded;
import dev.pixstream.server.security.network.Loopback;
import dev.pixstream.server.security.network.TrustedProxies;
import dev.pixstream.server.security.tls.TlsMaterial;
import dev.pixstream.server.security.tokens.FetchedTokens;
import dev.pixstream.server.security.tokens.TokenKeys;
import dev.pixstream.server.security.tokens.TokenKeysAge;
import dev.pixstream.server.security.tokens.TokenOptions;
import dev.pixstream.server.security.tokens.Tokens;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.ServerSSLOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells who a request comes from: by its key, its token, or the certificate of its connection.
 *
 * <p>A pull pays little for it. A key costs one hash. A token is verified once and then known by
 * its hash, with a bound, until it expires. A certificate is verified by the handshake and named
 * once for its connection. When a file changes, what was known by the old one is forgotten.
 */
public final class Authenticator implements AutoCloseable {
  /** The header of a key. */
  public static final String API_KEY = "X-API-Key";

  private static final Logger LOG = LoggerFactory.getLogger(Authenticator.class);
  private static final CharSequence API_KEY_HEADER = HttpHeaders.createOptimized(API_KEY);
  private static final String BEARER = "Bearer ";
  private static final Duration NEW_KEYS_WITHIN = Duration.ofSeconds(8);
  private static final int WAITING_MAX = 256;

  private final Vertx vertx;
  private final SecurityOptions options;
  private final Optional<Reloaded<ApiKeys>> keys;
  private final Optional<Reloaded<Tokens>> tokens;
  private final Optional<FetchedTokens> fetched;
  private final AtomicInteger waiting = new AtomicInteger();
  private final Optional<Reloaded<TlsMaterial>> tls;
  private final List<Consumer<ServerSSLOptions>> listeners = new CopyOnWriteArrayList<>();
  private final List<Long> timers = new CopyOnWriteArrayList<>();

  /** Of files alone: a file system that hangs must not hold what reads bodies. */
  private final ScheduledExecutorService files =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("pixstream-files").factory());

  /**
   * Reads all files.
   *
   * @throws InvalidSecurityException if one of them is missing or wrong
   */
  public Authenticator(Vertx vertx, SecurityOptions options) {
    this.vertx = vertx;
    this.options = options;
    this.keys =
        options
            .apiKeys()
            .map(file -> new Reloaded<>("keys", List.of(file), () -> ApiKeys.read(file), _ -> {}));
    this.tokens =
        options
            .tokens()
            .filter(given -> !TokenKeys.isAddress(given.keys()))
            .map(given -> tokens(vertx, given));
    this.tls =
        options
            .tls()
            .map(
                given ->
                    new Reloaded<>(
                        "certificates",
                        TlsMaterial.files(given),
                        () -> TlsMaterial.read(given),
                        this::tell));
    // Last, as it starts a thread.
    this.fetched =
        options
            .tokens()
            .filter(given -> TokenKeys.isAddress(given.keys()))
            .map(
                given ->
                    new FetchedTokens(
                        given.keys(),
                        FetchedTokens.Times.DEFAULT,
                        keys -> new Tokens(vertx, given, keys, InstantSource.system())));
  }

  /** From now on files are looked at, and an insecure server says so. */
  public void watch(String host) {
    if (keys.isPresent() || tokens.isPresent() || tls.isPresent()) {
      long every = options.lookEvery().toNanos();
      var _ = files.scheduleWithFixedDelay(this::look, every, every, TimeUnit.NANOSECONDS);
    }
    if (options.insecure()) {
      remind();
      timers.add(vertx.setPeriodic(options.remindEvery().toMillis(), _ -> remind()));
    } else if (options.asksWho() && tls.isEmpty() && !Loopback.is(host)) {
      LOG.warn(
          "Keys and tokens come over connections without TLS: let only a proxy with TLS reach this");
    }
  }

  @Override
  public void close() {
    timers.forEach(vertx::cancelTimer);
    files.shutdownNow();
    fetched.ifPresent(FetchedTokens::close);
  }

  /** Whether callers have to say who they are. */
  public boolean asksWho() {
    return options.asksWho();
  }

  /** TLS of new connections, if there is any. */
  public Optional<ServerSSLOptions> tls() {
    return tls.map(current -> new ServerSSLOptions(current.get().options()));
  }

  /** Who is told when certificates change. */
  public void onTlsChange(Consumer<ServerSSLOptions> listener) {
    listeners.add(listener);
  }

  /** How a request was sent by its client. */
  public TrustedProxies.Origin origin(HttpServerRequest request) {
    return options.proxies().origin(request);
  }

  /** What a caller may prove itself with, for WWW-Authenticate. */
  public String challenge() {
    var ways = new ArrayList<String>();
    options.tokens().ifPresent(_ -> ways.add("Bearer realm=\"pixstream\""));
    keys.ifPresent(_ -> ways.add("ApiKey realm=\"pixstream\", header=\"" + API_KEY + "\""));
    if (ways.isEmpty()) {
      ways.add("Certificate realm=\"pixstream\"");
    }
    return String.join(", ", ways);
  }

  /**
   * Who asks; empty if that is not proved. What a request says in its headers counts more than its
   * connection's certificate, and if that is wrong the certificate does not help.
   *
   * @param cookie what a browser was given after it had proved the same; it counts where the
   *     headers say nothing
   */
  public Optional<Caller> identify(HttpServerRequest request, Optional<String> cookie) {
    if (!options.asksWho()) {
      return Optional.of(Caller.ANYONE);
    }
    var headers = request.headers();
    var authorization = headers.getAll(HttpHeaders.AUTHORIZATION);
    var key = headers.getAll(API_KEY_HEADER);
    return switch (authorization.size() + key.size()) {
      case 0 -> cookie.isPresent() ? cookie.flatMap(this::prove) : byCertificate(request);
      case 1 -> key.isEmpty() ? byToken(authorization.getFirst()) : byKey(key.getFirst());
      default -> Optional.empty();
    };
  }

  /** Whose key or token this is. */
  public Optional<Caller> prove(String secret) {
    return byKey(secret).or(() -> known().flatMap(known -> known.find(secret)));
  }

  /**
   * Whether to ask once more who this is: the token may be signed with a key that is new at its
   * issuer. Completes when the keys were fetched, soon in any case; empty if that would not help.
   */
  public Optional<CompletableFuture<Boolean>> newKeys(HttpServerRequest request) {
    var authorization = request.headers().getAll(HttpHeaders.AUTHORIZATION);
    if (fetched.isEmpty() || authorization.size() != 1) {
      return Optional.empty();
    }
    var tokens = fetched.get();
    boolean helps =
        bearer(authorization.getFirst()).filter(tokens.get()::mayBeOfNewKey).isPresent();
    if (!helps || waiting.incrementAndGet() > WAITING_MAX) {
      if (helps) {
        waiting.decrementAndGet();
      }
      return Optional.empty();
    }
    return Optional.of(
        tokens
            .refresh()
            .completeOnTimeout(false, NEW_KEYS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete((done, failure) -> waiting.decrementAndGet()));
  }

  /** How old the keys of tokens are, if they are fetched. */
  public Optional<TokenKeysAge> tokenKeysAge() {
    return fetched.map(
        tokens -> new TokenKeysAge(tokens.age(), tokens.complaint(), tokens.failures()));
  }

  private Optional<Tokens> known() {
    return fetched.map(FetchedTokens::get).or(() -> tokens.map(Reloaded::get));
  }

  private static Optional<String> bearer(String authorization) {
    boolean bearer = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
    return bearer ? Optional.of(authorization.substring(BEARER.length())) : Optional.empty();
  }

  private Optional<Caller> byKey(String secret) {
    return keys.flatMap(known -> known.get().find(secret));
  }

  private Optional<Caller> byToken(String authorization) {
    // What can send no header of another name, such as a scraper, sends its key like a token.
    return bearer(authorization)
        .flatMap(
            secret ->
                secret.startsWith(ApiKey.PREFIX)
                    ? byKey(secret)
                    : known().flatMap(known -> known.find(secret)));
  }

  private Optional<Caller> byCertificate(HttpServerRequest request) {
    var session = request.isSSL() ? request.connection().sslSession() : null;
    return session == null
        ? Optional.empty()
        : tls.flatMap(current -> current.get().clients()).flatMap(trust -> trust.find(session));
  }

  private static Reloaded<Tokens> tokens(Vertx vertx, TokenOptions given) {
    var file = Path.of(given.keys());
    return new Reloaded<>(
        "keys of tokens",
        List.of(file),
        () -> new Tokens(vertx, given, TokenKeys.read(file), InstantSource.system()),
        _ -> {});
  }

  private void look() {
    Duty.guarded(
            "files",
            (duty, failure) -> LOG.error("Looking for changed files failed", failure),
            () -> {
              keys.ifPresent(Reloaded::look);
              tokens.ifPresent(Reloaded::look);
              tls.ifPresent(Reloaded::look);
            })
        .run();
  }

  private void tell(TlsMaterial changed) {
    listeners.forEach(listener -> listener.accept(new ServerSSLOptions(changed.options())));
  }

  private static void remind() {
    LOG.warn("--insecure: whoever reaches this server may read, confirm and store messages");
  }
}
