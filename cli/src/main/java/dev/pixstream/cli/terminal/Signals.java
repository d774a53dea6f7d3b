package dev.pixstream.cli.terminal;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl-C ends orderly, a second one at once. The JDK has no other way to see the second one than
 * {@code sun.misc.Signal}, and the compiler accepts no mention of that, hence the reflection.
 */
final class Signals {

  private static final Map<String, Integer> STATUS = Map.of("INT", 130, "TERM", 143);

  private Signals() {}

  static void endOnFirstKillOnSecond() {
    var ending = new AtomicBoolean();
    STATUS.forEach((name, status) -> on(name, () -> end(status, ending)));
  }

  private static void end(int status, AtomicBoolean ending) {
    if (!ending.compareAndSet(false, true)) {
      Runtime.getRuntime().halt(status);
    }
    Thread.ofPlatform().name("pixstream-exit").start(() -> System.exit(status));
  }

  private static void on(String name, Runnable action) {
    try {
      var signal = Class.forName("sun.misc.Signal");
      var handler = Class.forName("sun.misc.SignalHandler");
      var proxy =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  action.run();
                }
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException _) {
      // This JVM keeps its signals to itself; its own handling ends orderly too.
    }
  }
}
