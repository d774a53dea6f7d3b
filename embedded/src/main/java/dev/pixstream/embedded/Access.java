package dev.pixstream.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who may connect: from this machine, with a password. */
final class Access {

  private Access() {}

  static void write(Path cluster) throws IOException {
    Files.writeString(
        cluster.resolve("pg_hba.conf"),
        """
        # Written by PixStream when it made this cluster.
        local all all scram-sha-256
        host all all 127.0.0.1/32 scram-sha-256
        host all all ::1/128 scram-sha-256
        """);
  }
}
