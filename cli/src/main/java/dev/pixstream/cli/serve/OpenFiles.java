package dev.pixstream.cli.serve;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** How many files and connections the system lets this process have open. */
final class OpenFiles {
  /** Jars, the database's connections and those of some hundred collectors. */
  private static final long ENOUGH = 1_024;

  private OpenFiles() {}

  /** What to tell if that is little. */
  static Optional<String> warning() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
            && system.getMaxFileDescriptorCount() < ENOUGH
        ? Optional.of(
            "this process may have "
                + system.getMaxFileDescriptorCount()
                + " files and connections open, and has "
                + system.getOpenFileDescriptorCount()
                + ": raise the limit (ulimit -n, LimitNOFILE) to 65536")
        : Optional.empty();
  }
}
