package dev.pixstream.server.contract;

import dev.pixstream.testkit.PostgresExtension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts a guarded node for a test class, and closes it before its database. */
final class GuardedExtension implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(GuardedExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == Guarded.class;
  }

  @Override
  public Guarded resolveParameter(ParameterContext parameter, ExtensionContext test) {
    var database = PostgresExtension.database(test, false);
    var guarded = new Guarded(database, OpenApiExtension.check(test));
    test.getStore(NAMESPACE).put(Guarded.class, guarded);
    return guarded;
  }
}
