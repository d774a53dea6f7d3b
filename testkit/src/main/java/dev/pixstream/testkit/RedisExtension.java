package dev.pixstream.testkit;

import dev.pixstream.embedded.EmbeddedRedis;
import dev.pixstream.embedded.EmbeddedRedisCluster;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test a {@link TestRedis}: keys of its own in one Redis that all tests of the JVM share,
 * or in one cluster of three masters where the parameter says {@link OfCluster}.
 */
public final class RedisExtension implements ParameterResolver {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == TestRedis.class;
  }

  @Override
  public TestRedis resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return place(test, parameter.isAnnotated(OfCluster.class));
  }

  /** A new place, in a cluster or not. */
  public static TestRedis place(ExtensionContext test, boolean cluster) {
    var store = test.getRoot().getStore(ExtensionContext.Namespace.create(RedisExtension.class));
    var url =
        cluster
            ? store
                .getOrComputeIfAbsent("cluster", key -> SharedCluster.start(), SharedCluster.class)
                .cluster()
                .url()
            : store
                .getOrComputeIfAbsent("alone", key -> Shared.start(), Shared.class)
                .redis()
                .url();
    return new TestRedis(url, "t" + UUID.randomUUID().toString().replace("-", "") + ":");
  }

  /** Closed by JUnit at the end of the run. */
  private record Shared(EmbeddedRedis redis) implements AutoCloseable {
    static Shared start() {
      return new Shared(EmbeddedRedis.start());
    }

    @Override
    public void close() {
      redis.close();
    }
  }

  /** Closed by JUnit at the end of the run. */
  private record SharedCluster(EmbeddedRedisCluster cluster) implements AutoCloseable {
    static SharedCluster start() {
      return new SharedCluster(EmbeddedRedisCluster.start());
    }

    @Override
    public void close() {
      cluster.close();
    }
  }
}
