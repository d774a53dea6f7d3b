package dev.pixstream.junit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test a {@link PixLane} of its own, on a server that all tests of the JVM share. The
 * first test that asks starts it, with a PostgreSQL of its own and a free port; the end of the run
 * stops it. Tests may run side by side.
 *
 * <p>The server is quicker than one in production, so that tests are: a pull waits for 500 ms, a
 * lease lasts for 5 s. Configuration parameters of JUnit, such as in {@code
 * junit-platform.properties}, change that: {@code pixstream.wait-ms}, {@code pixstream.lease-ms}
 * and {@code pixstream.grace-ms}.
 *
 * <p>A lane is there for methods: tests, {@code @BeforeEach} and {@code @AfterEach}, which get the
 * same. Its faults are cleared after the test.
 */
public final class PixStreamExtension implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(PixStreamExtension.class);

  /** For JUnit. */
  public PixStreamExtension() {}

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == PixLane.class;
  }

  @Override
  public PixLane resolveParameter(ParameterContext parameter, ExtensionContext test) {
    if (test.getTestMethod().isEmpty()) {
      throw new ParameterResolutionException(
          "A PixLane belongs to one test: ask for it in the test's method or in @BeforeEach");
    }
    var server =
        test.getRoot()
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(
                SharedServer.class, key -> SharedServer.start(test), SharedServer.class);
    return test.getStore(NAMESPACE)
        .getOrComputeIfAbsent(PixLane.class, key -> server.lane(), PixLane.class);
  }
}
