package dev.pixstream.cli;

import dev.pixstream.redis.RedisUrl;
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
          "redis://user:password@host:port, rediss:// with TLS; of a cluster any nodes, with"
              + " commas.")
  private Optional<RedisUrl> redisUrl = Optional.empty();

  /** Where Redis is, if it is to be used. */
  Optional<RedisUrl> redis(CommandLine command) {
    if (kind == CoordinatorKind.POSTGRES) {
      return Optional.empty();
    }
    if (redisUrl.isEmpty()) {
      throw new ParameterException(
          command, "--coordinator redis needs --redis-url: where is Redis?");
    }
    return redisUrl;
  }
}
