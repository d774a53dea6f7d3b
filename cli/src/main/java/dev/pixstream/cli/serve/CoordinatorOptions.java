package dev.pixstream.cli.serve;

import dev.pixstream.cli.terminal.Converters;
import dev.pixstream.redis.link.RedisTrust;
import dev.pixstream.redis.link.RedisUrl;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Who has the streams and the claims. */
final class CoordinatorOptions {

  @Option(
      names = "--coordinator",
      paramLabel = "postgres|redis",
      defaultValue = "postgres",
      description = "Who has the streams and the claims. Default: postgres.")
  private CoordinatorKind kind = CoordinatorKind.POSTGRES;

  @Option(
      names = "--redis-url",
      paramLabel = "URL",
      converter = Converters.OfRedisUrl.class,
      description =
          "redis://user:password@host:port, rediss:// with TLS; several addresses with commas:"
              + " nodes of a cluster, or a Redis and its replicas.")
  private Optional<RedisUrl> redisUrl = Optional.empty();

  @Option(
      names = "--redis-ca",
      paramLabel = "FILE",
      converter = Converters.OfPath.class,
      description = "PEM: the authorities that rediss:// trusts. Default: those of the JDK.")
  private Optional<Path> redisCa = Optional.empty();

  @Option(
      names = "--redis-cert",
      paramLabel = "FILE",
      converter = Converters.OfPath.class,
      description = "PEM: the node's certificate, if Redis asks for one; with --redis-key.")
  private Optional<Path> redisCert = Optional.empty();

  @Option(
      names = "--redis-key",
      paramLabel = "FILE",
      converter = Converters.OfPath.class,
      description = "PEM, PKCS #8: the key of --redis-cert.")
  private Optional<Path> redisKey = Optional.empty();

  /** Where Redis is, if it is to be used. */
  Optional<RedisUrl> redis(CommandLine command) {
    if (kind == CoordinatorKind.POSTGRES) {
      return Optional.empty();
    }
    if (redisUrl.isEmpty()) {
      throw new ParameterException(
          command, "--coordinator redis needs --redis-url: where is Redis?");
    }
    if (redisCert.isPresent() != redisKey.isPresent()) {
      throw new ParameterException(command, "--redis-cert and --redis-key come together");
    }
    if (redisCa.isEmpty() && redisCert.isEmpty()) {
      return redisUrl;
    }
    try {
      var identity =
          redisCert.flatMap(file -> redisKey.map(key -> new RedisTrust.Identity(file, key)));
      return redisUrl.map(url -> url.withTrust(new RedisTrust(redisCa, identity)));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, "--redis-url: " + e.getMessage());
    }
  }
}
