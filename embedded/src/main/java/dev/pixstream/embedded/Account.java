package dev.pixstream.embedded;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * The account PostgreSQL's programs run as. Root's own they refuse, and it would give whoever
 * reaches the database root's files; so they run as an account that owns the data and nothing else.
 *
 * @param uid who has to own the cluster's files
 * @param prefix what goes before a command so that it runs as that account
 */
record Account(long uid, List<String> prefix) {

  /** How the account's commands name a folder, and what goes before them. */
  record Way(List<String> prefix, String name) {}

  private static final long ROOT = 0;
  private static final long NOBODY = 65_534;
  private static final Duration BOUND = Duration.ofSeconds(5);

  /** What the JDK says of a user without a name, whom {@code initdb} refuses. */
  private static final String NAMELESS = "?";

  private static final List<String> WITH_A_NAME =
      List.of("unshare", "-U", "--map-user=" + NOBODY, "--map-group=" + NOBODY);

  private static final String HERE = "/proc/self/cwd";

  /** The user itself unless that is root; then the owner of the data, or nobody. */
  static Account of(Path cluster) throws IOException {
    long uid = current();
    if (uid != ROOT) {
      boolean named = !System.getProperty("user.name", "").equals(NAMELESS);
      Account mapped = new Account(uid, WITH_A_NAME);
      return named || !mapped.works() ? new Account(uid, List.of()) : mapped;
    }
    long owner = Files.exists(cluster) ? owner(cluster) : ROOT;
    Account other = as(owner == ROOT ? NOBODY : owner);
    if (other.works()) {
      return other;
    }
    throw new EmbeddedDatabaseException(
        "PostgreSQL does not run as root, and root can't run it as another user here ('setpriv'):"
            + " start PixStream as another user, or use a PostgreSQL of your own with"
            + " --database-url.");
  }

  /** Without any capability, and without a way to get one. */
  static Account as(long uid) {
    return new Account(
        uid,
        List.of(
            "setpriv",
            "--reuid=" + uid,
            "--regid=" + uid,
            "--clear-groups",
            "--inh-caps=-all",
            "--no-new-privs"));
  }

  static long current() {
    return new UnixSystem().getUid();
  }

  static boolean isRoot() {
    return current() == ROOT;
  }

  static long owner(Path file) throws IOException {
    return ((Number) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS)).longValue();
  }

  /**
   * Gives the account every file under the root, if the root is not its own already. The root comes
   * last: as long as it is another's, not all is done.
   */
  void own(Path root) throws IOException {
    if (owner(root) == uid) {
      return;
    }
    List<Path> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      files.forEach(all::add);
    }
    Collections.reverse(all);
    for (Path file : all) {
      Files.setAttribute(file, "unix:uid", (int) uid, LinkOption.NOFOLLOW_LINKS);
    }
  }

  /**
   * The way to a folder of the account's. Where folders above it let only root in, root goes there
   * first, and the command names its working directory.
   */
  Way to(Path folder) {
    return uid == current() || reaches(folder)
        ? new Way(prefix, folder.toString())
        : new Way(startedIn(folder), HERE);
  }

  /** Whether the account can enter a folder by its name. */
  boolean reaches(Path folder) {
    return new Command(List.of("test", "-x", folder.toString())).after(prefix).run(BOUND).status()
        == 0;
  }

  private List<String> startedIn(Path folder) {
    List<String> line =
        new ArrayList<>(List.of("sh", "-c", "cd \"$0\" && exec \"$@\"", folder.toString()));
    line.addAll(prefix);
    return line;
  }

  private boolean works() {
    return new Command(List.of("true")).after(prefix).run(BOUND).status() == 0;
  }
}
