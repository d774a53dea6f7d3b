package dev.pixstream.server.contract;

import dev.pixstream.core.model.Ispb;
import dev.pixstream.core.store.StreamRules;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.server.OpenApiCheck;
import dev.pixstream.server.node.PixStreamServer;
import dev.pixstream.server.node.ServerOptions;
import dev.pixstream.server.node.WorkerOptions;
import dev.pixstream.server.security.ApiKey;
import dev.pixstream.server.security.Role;
import dev.pixstream.server.security.authentication.SecurityOptions;
import dev.pixstream.server.security.tokens.TokenOptions;
import dev.pixstream.testkit.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A node that asks who comes: with keys and tokens for two institutions and an administrator. */
final class Guarded implements AutoCloseable {
  static final String A = "0000000A";
  static final String B = "0000000B";

  /** Files are looked at often, so that tests need not wait. */
  static final Duration LOOK = Duration.ofMillis(20);

  static final TestTokens ISSUER = new TestTokens();

  final ApiKey collectorOfA = key(Optional.of(A), Role.COLLECTOR);
  final ApiKey publisherOfA = key(Optional.of(A), Role.PUBLISHER);
  final ApiKey collectorOfB = key(Optional.of(B), Role.COLLECTOR);
  final ApiKey publisherOfB = key(Optional.of(B), Role.PUBLISHER);
  final ApiKey admin = key(Optional.empty(), Role.ADMIN);

  private final Path directory;
  private final TestDatabase database;
  private final OpenApiCheck check;
  private final Node node;

  Guarded(TestDatabase database, OpenApiCheck check) {
    this.database = database;
    this.check = check;
    try {
      this.directory = Files.createTempDirectory("pixstream-guarded-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    write("keys", collectorOfA, publisherOfA, collectorOfB, publisherOfB, admin);
    write("tokens.pem", ISSUER.publicPem());
    this.node =
        start(
            SecurityOptions.NONE
                .withApiKeys(file("keys"))
                .withTokens(
                    new TokenOptions(
                        file("tokens.pem").toString(),
                        Optional.of("https://issuer.test"),
                        Optional.of("pixstream")))
                .withTimes(LOOK, Duration.ofMinutes(1)));
  }

  static ApiKey key(Optional<String> ispb, Role role) {
    return ApiKey.generate(ispb.map(value -> Ispb.parse(value).orElseThrow()), Set.of(role));
  }

  Node node() {
    return node;
  }

  /** Another node on the same database; whoever asks for it closes it. */
  Node start(SecurityOptions security) {
    return start(security, Duration.ofMillis(100));
  }

  /** The same, where a pull waits so long. */
  Node start(SecurityOptions security, Duration wait) {
    var rules =
        new StreamRules(
            wait,
            StreamRules.DEFAULT.lease(),
            StreamRules.DEFAULT.grace(),
            StreamRules.STREAMS_MAX);
    var options =
        ServerOptions.DEFAULT
            .withFaults(true)
            .withRules(rules)
            .withWorker(WorkerOptions.OFF)
            .withSecurity(security);
    return new Node(PixStreamServer.start(options, DatabaseUrl.parse(database.url())), check);
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  void write(String name, ApiKey... keys) {
    write(name, "# keys\n\n" + String.join("\n", Stream.of(keys).map(ApiKey::line).toList()));
  }

  void write(String name, String text) {
    try {
      Files.writeString(file(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Answer send(String method, String path, String... headers) {
    return Answer.of(node.send(method, path, BodyPublishers.noBody(), headers));
  }

  Answer send(ApiKey key, String method, String path) {
    return send(method, path, "X-API-Key", key.secret());
  }

  void store(String ispb, ApiKey key, int from, int to) {
    var stored =
        node.post(
            "/api/pix/" + ispb + "/messages",
            BodyPublishers.ofString(Messages.array(ispb, from, to)),
            "Content-Type",
            "application/json",
            "X-API-Key",
            key.secret());
    if (stored.status() != 201) {
      throw new AssertionError(stored);
    }
  }

  @Override
  public void close() {
    node.close();
    try (var files = Files.list(directory)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
