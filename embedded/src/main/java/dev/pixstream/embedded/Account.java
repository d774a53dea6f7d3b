package dev.pixstream.embedded;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The account PostgreSQL's programs run as: they refuse root.
 *
 * @param uid who has to own the cluster's files
 * @param prefix what goes before a command so that it runs as that account
 */
record Account(long uid, List<String> prefix) {

  private static final long ROOT = 0;
  private static final long NOBODY = 65_534;

  /**
   * The user itself unless that is root. Root without its capabilities in a user namespace is no
   * root to PostgreSQL; where namespaces are forbidden, as in many containers, or the files belong
   * to somebody else, their owner or nobody, with the one capability that leads through root's
   * folders.
   */
  static Account of(Path cluster) throws IOException {
    long uid = current();
    if (uid != ROOT) {
      return new Account(uid, List.of());
    }
    long owner = Files.exists(cluster) ? owner(cluster) : ROOT;
    Account namespace = new Account(ROOT, List.of("unshare", "-U"));
    if (owner == ROOT && namespace.works()) {
      return namespace;
    }
    Account other = as(owner == ROOT ? NOBODY : owner);
    if (other.works()) {
      return other;
    }
    throw new EmbeddedDatabaseException(
        "PostgreSQL does not run as root, and neither 'unshare -U' nor 'setpriv' works here: start"
            + " PixStream as another user, or use a PostgreSQL of your own with --database-url.");
  }

  static Account as(long uid) {
    return new Account(
        uid,
        List.of(
            "setpriv",
            "--reuid=" + uid,
            "--regid=" + uid,
            "--clear-groups",
            "--inh-caps=+dac_override",
            "--ambient-caps=+dac_override",
            // Else access(2), with which PostgreSQL looks for its programs, ignores the capability.
            "--securebits=+no_setuid_fixup"));
  }

  static long current() {
    return new UnixSystem().getUid();
  }

  static long owner(Path file) throws IOException {
    return ((Number) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS)).longValue();
  }

  /** Gives the account every file under the root, if the root is not its own already. */
  void own(Path root) throws IOException {
    if (owner(root) == uid) {
      return;
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.setAttribute(file, "unix:uid", (int) uid, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  private boolean works() {
    return new Command(List.of("true")).after(prefix).run(Duration.ofSeconds(5)).status() == 0;
  }
}
