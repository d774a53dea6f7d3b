package dev.pixstream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where the system gives a process little. */
@Timeout(120)
class NarrowTest {
  @TempDir private Path directory;

  /** Its jars alone may be more than it may have open; so it either serves, or says why not. */
  @Test
  @Tag("telemetry.6")
  void a_low_limit_of_open_files_is_told_in_a_line() throws IOException, InterruptedException {
    var err = directory.resolve("err");
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                "bash",
                "-c",
                "ulimit -n 150; exec \"$@\"",
                "bash",
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                PixStream.class.getName(),
                "serve",
                "--port=0",
                "--data=data")
            .directory(directory.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      var line = String.valueOf(process.inputReader(UTF_8).readLine());
      var told = Files.readString(err);
      assertTrue(told.contains("150 files and connections open"), told);
      assertTrue(line.contains(" serves http") || told.contains("pixstream: "), line + told);
    } finally {
      process.destroy();
      process.waitFor();
    }
  }
}
