package dev.pixstream.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The role that PixStream connects as. It owns the database and is no superuser: files and programs
 * of this machine are out of its reach.
 */
final class Role {

  static final String NAME = "pixstream_server";
  private static final String SCRIPT = "server_role.sql";
  private static final String PASSWORD_FILE = NAME + ".password";

  private Role() {}

  static String password(Path cluster) throws IOException {
    return Files.readString(cluster.resolve(PASSWORD_FILE));
  }

  static boolean isMissing(Path cluster) {
    return !Files.exists(cluster.resolve(PASSWORD_FILE));
  }

  /** Its password is kept when the role is there. */
  static void make(SingleUser postgres, Path cluster, Account account) throws IOException {
    String password = RandomPassword.next();
    Path partial = cluster.resolve(PASSWORD_FILE + ".new");
    PrivateFiles.delete(partial);
    PrivateFiles.writeNew(partial, password);
    account.own(partial);
    postgres.run(
        List.of("-j", Cluster.NAME),
        "SET pixstream.password = '" + password + "';\n\n" + script(),
        "make the role " + NAME);
    Files.move(partial, cluster.resolve(PASSWORD_FILE), StandardCopyOption.ATOMIC_MOVE);
  }

  private static String script() throws IOException {
    try (InputStream in = Role.class.getResourceAsStream(SCRIPT)) {
      if (in == null) {
        throw new IOException("there is no " + SCRIPT);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
