package dev.pixstream.server.crash;

import dev.pixstream.embedded.EmbeddedRedis;
import dev.pixstream.server.Coordinator;
import dev.pixstream.server.CoordinatorExtension;
import dev.pixstream.testkit.PostgresExtension;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test a database of its own, and a Redis of its own if that is to have the streams. */
final class StoresExtension implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(StoresExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == Stores.class;
  }

  @Override
  public Stores resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return new Stores(PostgresExtension.database(test, false), redis(test));
  }

  private static Optional<EmbeddedRedis> redis(ExtensionContext test) {
    if (CoordinatorExtension.of(test) == Coordinator.POSTGRES) {
      return Optional.empty();
    }
    var redis = EmbeddedRedis.start();
    // Closed by JUnit with the test.
    test.getStore(NAMESPACE).put(EmbeddedRedis.class, redis);
    return Optional.of(redis);
  }
}
