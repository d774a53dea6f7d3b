package dev.pixstream.server.contract;

import dev.pixstream.server.OpenApiCheck;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test the check of exchanges, which all classes share. */
final class OpenApiExtension implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(OpenApiExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == OpenApiCheck.class;
  }

  @Override
  public OpenApiCheck resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return check(test);
  }

  static OpenApiCheck check(ExtensionContext test) {
    return test.getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(Loaded.class, key -> Loaded.load(), Loaded.class)
        .check();
  }

  /** Closed by JUnit at the end of the run. */
  private record Loaded(Vertx vertx, OpenApiCheck check) implements AutoCloseable {
    static Loaded load() {
      var vertx = Vertx.vertx();
      return new Loaded(vertx, OpenApiCheck.load(vertx));
    }

    @Override
    public void close() {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }
}
