package dev.pixstream.cli.flood;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** {@code ./pixstream serve} in a process of its own, with the JVM's options of that script. */
final class Served implements AutoCloseable {
  private static final Pattern READY =
      Pattern.compile(".* serves http://127\\.0\\.0\\.1:(\\d+) .*");
  private static final Pattern OPTION = Pattern.compile("(?m)^ +(-XX:\\S+|--\\S+=\\S+) \\\\$");
  private static final Pattern HEAP = Pattern.compile("PIXSTREAM_HEAP:-(\\w+)}");

  private final Process process;
  private final Path err;
  private final int port;

  private Served(Process process, Path err, int port) {
    this.process = process;
    this.err = err;
    this.port = port;
  }

  static Served start(Path directory, String... options) throws IOException {
    var line =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    line.addAll(options(Files.readString(script())));
    line.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "dev.pixstream.cli.PixStream",
            "serve",
            "--port=0",
            "--data=" + directory.resolve("data")));
    line.addAll(List.of(options));
    var err = directory.resolve("err.txt");
    var process =
        new ProcessBuilder(line)
            .directory(directory.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectError(err.toFile())
            .start();
    var said = process.inputReader().readLine();
    var ready = READY.matcher(said == null ? "" : said);
    if (!ready.matches()) {
      process.destroy();
      throw new AssertionError("it does not serve: " + said + Files.readString(err));
    }
    return new Served(process, err, Integer.parseInt(ready.group(1)));
  }

  private static List<String> options(String script) {
    var heap = HEAP.matcher(script);
    if (!heap.find()) {
      throw new AssertionError("no heap in " + script());
    }
    var options = new ArrayList<>(List.of("-Xmx" + heap.group(1)));
    OPTION.matcher(script).results().forEach(found -> options.add(found.group(1)));
    return options;
  }

  private static Path script() {
    var here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("pixstream"))
        ? here.resolve("pixstream")
        : here.resolveSibling("pixstream");
  }

  int port() {
    return port;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String err() throws IOException {
    return Files.readString(err);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
