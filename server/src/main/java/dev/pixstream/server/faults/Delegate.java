package dev.pixstream.server.faults;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stands before an object of a wide interface and changes a few of its methods. What returns the
 * object itself returns what stands before it.
 */
final class Delegate {
  private Delegate() {}

  /** What is done instead of a call; empty: the call. */
  interface Instead {
    Optional<Object> of(Method method, Object[] arguments);
  }

  static <T> T of(Class<T> type, T target, Instead instead) {
    return type.cast(
        Proxy.newProxyInstance(
            Delegate.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              var given = arguments == null ? new Object[0] : arguments;
              var other = instead.of(method, given);
              return other.isPresent() ? other.get() : through(target, self, method, given);
            }));
  }

  @SuppressWarnings("ReferenceEquality") // itself is meant, not its like
  private static @Nullable Object through(
      Object target, Object self, Method method, Object[] arguments) throws Throwable {
    try {
      var result = method.invoke(target, arguments);
      return result == target ? self : result;
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }
}
