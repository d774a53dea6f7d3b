package dev.pixstream.cli.terminal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of this build. */
public final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {text()};
  }

  /** Such as {@code PixStream 0.1.0}. */
  public static String text() {
    var properties = new Properties();
    try (var in = Version.class.getResourceAsStream("/dev/pixstream/cli/version.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "PixStream " + properties.getProperty("version", "(unknown version)");
  }
}
