package dev.pixstream.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** The settings PixStream gives its own PostgreSQL, in a file that is written at each start. */
public final class Settings {

  private static final String FILE = "pixstream.conf";

  private static final int CONNECTIONS_MAX = 100;

  /** Without fsync only tests run, and many nodes of theirs share one server. */
  private static final int TEST_CONNECTIONS_MAX = 300;

  private Settings() {}

  static void write(Path cluster, int port, boolean fsync) throws IOException {
    String text =
        String.format(
            Locale.ROOT,
            """
      # Written by PixStream at each start.
      # Settings of your own go into postgresql.conf, below its include of this file.
      listen_addresses = '127.0.0.1'
      port = %1$d
      unix_socket_directories = ''
      password_encryption = 'scram-sha-256'
      max_connections = %3$d
      shared_buffers = '256MB'
      max_wal_size = '4GB'
      wal_buffers = '32MB'
      fsync = %2$s
      full_page_writes = %2$s
      synchronous_commit = on
      jit = off
      timezone = 'UTC'
      log_timezone = 'UTC'
      lc_messages = 'C'
      log_checkpoints = off
      """,
            port,
            fsync ? "on" : "off",
            fsync ? CONNECTIONS_MAX : TEST_CONNECTIONS_MAX);
    Files.writeString(cluster.resolve(FILE), text);
  }

  static void includeIn(Path cluster) throws IOException {
    Files.writeString(
        cluster.resolve("postgresql.conf"),
        "\ninclude_if_exists = '" + FILE + "'\n",
        StandardOpenOption.APPEND);
  }
}
