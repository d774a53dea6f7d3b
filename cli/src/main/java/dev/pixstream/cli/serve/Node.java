package dev.pixstream.cli.serve;

import dev.pixstream.cli.terminal.CommandFailure;
import dev.pixstream.cli.terminal.HomePath;
import dev.pixstream.cli.terminal.Lifetime;
import dev.pixstream.embedded.DatabaseOptions;
import dev.pixstream.embedded.EmbeddedDatabase;
import dev.pixstream.embedded.EmbeddedDatabaseException;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.redis.link.RedisUrl;
import dev.pixstream.server.node.PixStreamServer;
import dev.pixstream.server.node.ServerOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A server that runs, with its database.
 *
 * @param url where it serves
 * @param database what it keeps messages in, for people
 */
public record Node(URI url, String database) {

  /** On a database that somebody else runs. */
  static Node on(
      DatabaseUrl database, Optional<RedisUrl> redis, ServerOptions options, Lifetime lifetime) {
    ListenAddress.check(options.host(), options.port());
    return serve(database, redis, "PostgreSQL at " + database, options, lifetime);
  }

  /** On a PostgreSQL of its own, in a directory, or if there is none in one that is deleted. */
  public static Node embedded(Optional<Path> directory, ServerOptions options, Lifetime lifetime) {
    return embedded(directory, Optional.empty(), options, lifetime);
  }

  /** As before, with the streams and claims in this Redis. */
  public static Node embedded(
      Optional<Path> directory,
      Optional<RedisUrl> redis,
      ServerOptions options,
      Lifetime lifetime) {
    ListenAddress.check(options.host(), options.port());
    var database = lifetime.open(() -> start(directory));
    var _ = database.loss().thenAccept(lifetime::fail);
    var what =
        "embedded PostgreSQL %s in %s"
            .formatted(database.version(), HomePath.shorten(database.directory()));
    return serve(DatabaseUrl.parse(database.url()), redis, what, options, lifetime);
  }

  private static EmbeddedDatabase start(Optional<Path> directory) {
    var options = DatabaseOptions.defaults().closedByOwner();
    Supplier<EmbeddedDatabase> starting =
        () ->
            directory
                .map(path -> EmbeddedDatabase.start(path, options))
                .orElseGet(() -> EmbeddedDatabase.temporary(options));
    try {
      return starting.get();
    } catch (EmbeddedDatabaseException e) {
      throw CommandFailure.failed(String.valueOf(e.getMessage()));
    }
  }

  private static Node serve(
      DatabaseUrl database,
      Optional<RedisUrl> redis,
      String what,
      ServerOptions options,
      Lifetime lifetime) {
    var server =
        lifetime.open(
            () -> {
              try {
                return PixStreamServer.start(options, database, redis);
              } catch (RuntimeException e) {
                throw StartFailure.explain(e, options, database);
              }
            });
    return new Node(
        ListenAddress.url(options.security().tls().isPresent(), options.host(), server.port()),
        redis.map(url -> what + ", Redis at " + url).orElse(what));
  }
}
