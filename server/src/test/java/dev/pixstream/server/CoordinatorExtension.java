package dev.pixstream.server;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Runs a class once with each coordinator, and tells others which it is. */
public final class CoordinatorExtension implements ClassTemplateInvocationContextProvider {
  private static final Namespace NAMESPACE = Namespace.create(CoordinatorExtension.class);

  /** The one that a test runs with; PostgreSQL where the class does not say. */
  public static Coordinator of(ExtensionContext test) {
    return test.getStore(NAMESPACE)
        .getOrDefault(Coordinator.class, Coordinator.class, Coordinator.POSTGRES);
  }

  @Override
  public boolean supportsClassTemplate(ExtensionContext test) {
    return true;
  }

  @Override
  public Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(
      ExtensionContext test) {
    return Stream.of(Coordinator.values()).map(With::new);
  }

  private record With(Coordinator coordinator) implements ClassTemplateInvocationContext {
    @Override
    public String getDisplayName(int number) {
      return coordinator.name();
    }

    @Override
    public void prepareInvocation(ExtensionContext test) {
      test.getStore(NAMESPACE).put(Coordinator.class, coordinator);
    }
  }
}
